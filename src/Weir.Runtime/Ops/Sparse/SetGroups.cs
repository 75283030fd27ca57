using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Ops;

/// <summary>The sets of a tensor: the values of its last dimension, by their position in the other ones.</summary>
internal sealed class SetGroups<T>
    where T : notnull
{
    private readonly long[] shape;

    private SetGroups(long[] shape) => this.shape = shape;

    public static IComparer<T> Order { get; } = typeof(T) == typeof(byte[])
        ? (IComparer<T>)(object)Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y))
        : Comparer<T>.Default;

    /// <summary>The sizes of all dimensions but the last.</summary>
    public ReadOnlySpan<long> Shape => shape;

    /// <summary>The sets that are not empty, as they follow; only of what is not in order a group can come again.</summary>
    public List<(long Group, SortedSet<T> Set)> Groups { get; } = [];

    public static Span<T> Elements(Tensor tensor) => typeof(T) == typeof(byte[])
        ? MovedElements.Of<T>(tensor)
        : MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(tensor.Bytes)), (int)tensor.ElementCount);

    public static SetGroups<T> OfDense(StepContext s, Tensor tensor)
    {
        s.Require(tensor.Shape.Rank >= 2, $"Shape {tensor.Shape} has rank {tensor.Shape.Rank} < 2");
        SetGroups<T> groups = new([.. tensor.Shape.Dimensions[..^1]]);
        ReadOnlySpan<T> values = Elements(tensor);
        for (int i = 0; i < values.Length; i++) groups.Add(i / tensor.Shape[-1], values[i]);
        return groups;
    }

    /// <summary>The sets of a sparse tensor; if it is not validated only what would be out of its groups is refused.</summary>
    public static SetGroups<T> OfSparse(StepContext s, int input, bool validate)
    {
        SparseIndices places = s.Sparse(input);
        s.Require(places.Rank >= 2, $"Invalid rank {places.Rank}.");
        s.RequireSizes(places.Shape);
        if (validate) places.RequireOrdered(s);
        SetGroups<T> groups = new([.. places.Shape[..^1]]);
        ReadOnlySpan<T> values = Elements(s.Input(input + 1));
        for (int i = 0; i < places.Count; i++)
        {
            if (!places.IsInBounds(i)) throw new TfException(StatusCode.Internal, $"indices[{i}] = {SparseIndices.Text(places.Row(i))} expected within {SparseIndices.Text(places.Shape)}.");
            long group = 0;
            for (int d = 0; d < places.Rank - 1; d++) group = (group * places.Shape[d]) + places[i, d];
            groups.Add(group, values[i]);
        }

        return groups;
    }

    /// <summary>Leaves out what follows a group that is not behind the one before it: a dense operand's groups pass it by.</summary>
    public void KeepOrdered()
    {
        int kept = Math.Min(1, Groups.Count);
        while (kept < Groups.Count && Groups[kept].Group > Groups[kept - 1].Group) kept++;
        Groups.RemoveRange(kept, Groups.Count - kept);
    }

    private void Add(long group, T value)
    {
        if (Groups.Count == 0 || Groups[^1].Group != group) Groups.Add((group, new SortedSet<T>(Order)));
        Groups[^1].Set.Add(value);
    }
}

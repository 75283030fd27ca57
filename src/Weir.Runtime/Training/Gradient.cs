using Weir.Ops;

namespace Weir;

/// <summary>A derivative in a graph: a tensor, or some of its rows.</summary>
public sealed class Gradient
{
    private Output? dense;

    internal Gradient(Output dense) => this.dense = dense;

    internal Gradient(IndexedSlices slices) => Slices = slices;

    /// <summary>The rows that are not zero for certain; null: it is a tensor.</summary>
    public IndexedSlices? Slices { get; }

    /// <summary>It as a tensor. If it is rows, the first call adds the operations that make a tensor of them.</summary>
    public Output ToDense() => dense ??= Slices!.ToDense();

    /// <summary>The sum of what arrives at one place. Rows stay rows if nothing else arrives.</summary>
    internal static Gradient Sum(IReadOnlyList<Gradient> parts, AggregationMethod method)
    {
        if (parts.Count == 1) return parts[0];
        if (parts.All(part => part.Slices is not null)) return new Gradient(IndexedSlices.Sum([.. parts.Select(part => part.Slices!)]));
        Output[] tensors = [.. parts.Select(part => part.ToDense())];
        return new Gradient(method == AggregationMethod.Tree ? Tree(tensors) : AddN.Build(tensors));
    }

    private static Output Tree(Output[] tensors)
    {
        for (int count = tensors.Length; count > 1; count = (count + 1) / 2)
        {
            for (int i = 0; i < count / 2; i++) tensors[i] = AddN.Build([tensors[2 * i], tensors[(2 * i) + 1]]);
            if (count % 2 == 1) tensors[count / 2] = tensors[count - 1];
        }

        return tensors[0];
    }
}

namespace Weir.Bundles;

/// <summary>The slices that make up one partitioned tensor: they must fit it and not overlap.</summary>
/// <remarks>Source: TensorFlow's <c>tensor_slice_set.cc</c>.</remarks>
internal sealed class SliceSet
{
    /// <summary>Comparisons of two slices before a set is refused; sets that a program wrote need about one for each slice.</summary>
    private const int MaxComparisons = 20_000_000;

    private readonly List<StoredSlice> slices;

    private SliceSet(List<StoredSlice> slices) => this.slices = slices;

    /// <summary>The slices of a tensor; a tensor stored whole is one slice.</summary>
    /// <exception cref="TfException">INTERNAL: a slice does not fit, or two overlap. DATA_LOSS: a slice begins before the tensor.</exception>
    public static SliceSet Of(BundleEntry entry)
    {
        if (entry.Slices.Count == 0) return new SliceSet([StoredSlice.Of(TensorSlice.Full(entry.Shape.Rank), entry.Shape)]);
        List<StoredSlice> slices = new(entry.Slices.Count);
        foreach (Protos.TensorSliceProto slice in entry.Slices) slices.Add(StoredSlice.Of(TensorSlice.FromProto(slice), entry.Shape));
        RefuseOverlaps(slices);
        return new SliceSet(slices);
    }

    /// <summary>The slices that together hold a part of the tensor.</summary>
    /// <param name="name">The tensor's name, for messages.</param>
    /// <param name="wanted">The part as asked for, for messages.</param>
    /// <param name="box">The part.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: some of it is in no slice.</exception>
    public List<StoredSlice> Cover(string name, TensorSlice wanted, SliceBox box)
    {
        StoredSlice same = slices.Find(slice => slice.Box.SameAs(box));
        if (same.Box is not null) return [same];
        List<StoredSlice> parts = slices.FindAll(slice => slice.Box.Overlaps(box));
        Int128 covered = 0;
        foreach (StoredSlice part in parts) covered += part.Box.Intersect(box)!.Count;
        if (covered == box.Count) return parts;
        throw new TfException(StatusCode.InvalidArgument, $"Does not have sufficient slices for partitioned tensor {name} to restore in slice_spec: "
            + $"{wanted} ({parts.Count} of its {slices.Count} slices have {covered} of the {box.Count} elements)");
    }

    /// <summary>Sweeps along the dimension in which the slices begin at the most places.</summary>
    private static void RefuseOverlaps(List<StoredSlice> slices)
    {
        int rank = slices[0].Box.Rank;
        int axis = 0;
        int most = 0;
        for (int i = 0; i < rank; i++)
        {
            int places = slices.Select(slice => slice.Box.Starts[i]).Distinct().Count();
            if (places > most) (axis, most) = (i, places);
        }

        int[] order = [.. Enumerable.Range(0, slices.Count)];
        if (rank > 0) order = [.. order.OrderBy(i => slices[i].Box.Starts[axis])];
        int comparisons = 0;
        List<int> open = [];
        foreach (int current in order)
        {
            SliceBox box = slices[current].Box;
            if (rank > 0) open.RemoveAll(other => slices[other].Box.Starts[axis] + slices[other].Box.Lengths[axis] <= box.Starts[axis]);
            comparisons += open.Count + 1;
            if (comparisons > MaxComparisons)
            {
                throw new TfException(StatusCode.ResourceExhausted, $"Too many slices that lie beside each other: {slices.Count}");
            }

            int overlapping = open.FindIndex(other => slices[other].Box.Overlaps(box));
            if (overlapping >= 0) throw Overlap(slices, Math.Min(open[overlapping], current), Math.Max(open[overlapping], current));
            open.Add(current);
        }
    }

    private static TfException Overlap(List<StoredSlice> slices, int first, int second) => new(StatusCode.Internal,
        $"Overlapping slices: existing slice = {slices[first].Slice}, new slice = {slices[second].Slice}");
}

/// <summary>A slice of a tensor: as written, which names its key, and as a box.</summary>
internal readonly record struct StoredSlice(TensorSlice Slice, SliceBox Box)
{
    public static StoredSlice Of(TensorSlice slice, Shape shape) => new(slice, slice.Resolve(shape));
}

using System.Globalization;
using Weir.Protos;

namespace Weir.Variables;

/// <summary>Where a variable lies in the whole that it is a part of, and under which name the whole is saved.</summary>
/// <param name="FullName">The whole's name in checkpoints.</param>
/// <param name="FullShape">The whole's shape.</param>
/// <param name="Offset">Where the part begins, in each dimension.</param>
/// <param name="Sizes">How much of each dimension it is.</param>
internal sealed record PartitionedSlice(string FullName, Shape FullShape, long[] Offset, long[] Sizes)
{
    /// <summary>The dimension that is cut; the first one if the part is all of the whole.</summary>
    public int Axis => Enumerable.Range(0, Sizes.Length).FirstOrDefault(i => Sizes[i] != FullShape[i]);

    /// <summary>As SaveV2 and RestoreV2 are told: <c>5 2 0,3:0,2</c>.</summary>
    public string Specification => string.Join(' ', FullShape.Dimensions.ToArray().Select(Number)) + " "
        + string.Join(':', Offset.Zip(Sizes, (offset, size) => $"{Number(offset)},{Number(size)}"));

    public static PartitionedSlice FromProto(SaveSliceInfoDef proto) =>
        new(proto.FullName, Shape.Of([.. proto.FullShape]), [.. proto.VarOffset], [.. proto.VarShape]);

    /// <summary>The parts of a whole: the first ones are longer by one where it does not come out even.</summary>
    public static IReadOnlyList<PartitionedSlice> Cut(string name, Shape shape, IReadOnlyList<int> counts)
    {
        if (counts.Count != shape.Rank || counts.Any(count => count < 1)) throw new ArgumentException($"Partitioner returned [{string.Join(", ", counts)}] for shape {shape}: a number of parts for each dimension is needed.", nameof(counts));
        int[] cut = [.. Enumerable.Range(0, shape.Rank).Where(i => counts[i] > 1)];
        if (cut.Length > 1) throw new ArgumentException($"Can only slice a variable along one dimension: shape: {shape}, partitioning: [{string.Join(", ", counts)}]", nameof(counts));
        if (shape.Rank == 0) throw new ArgumentException($"A scalar ({name}) can not be cut.", nameof(shape));
        int axis = cut.Length == 0 ? 0 : cut[0];
        if (counts[axis] > Math.Max(1, shape[axis])) throw new ArgumentException($"Can not cut {shape[axis]} rows of {name} into {counts[axis]} parts.", nameof(counts));
        PartitionedSlice[] slices = new PartitionedSlice[counts[axis]];
        long start = 0;
        for (int i = 0; i < slices.Length; i++)
        {
            long length = (shape[axis] / slices.Length) + (i < shape[axis] % slices.Length ? 1 : 0);
            long[] offset = new long[shape.Rank];
            offset[axis] = start;
            long[] sizes = shape.Dimensions.ToArray();
            sizes[axis] = length;
            slices[i] = new PartitionedSlice(name, shape, offset, sizes);
            start += length;
        }

        return slices;
    }

    public SaveSliceInfoDef ToProto()
    {
        SaveSliceInfoDef proto = new() { FullName = FullName };
        proto.FullShape.AddRange(FullShape.Dimensions.ToArray());
        proto.VarOffset.AddRange(Offset);
        proto.VarShape.AddRange(Sizes);
        return proto;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

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
    /// <summary>As SaveV2 and RestoreV2 are told: <c>5 2 0,3:0,2</c>.</summary>
    public string Specification => string.Join(' ', FullShape.Dimensions.ToArray().Select(Number)) + " "
        + string.Join(':', Offset.Zip(Sizes, (offset, size) => $"{Number(offset)},{Number(size)}"));

    public static PartitionedSlice FromProto(SaveSliceInfoDef proto) =>
        new(proto.FullName, Shape.Of([.. proto.FullShape]), [.. proto.VarOffset], [.. proto.VarShape]);

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

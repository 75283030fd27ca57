using System.Numerics;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>The five masks of a strided slice: bit i says something of entry i of its begin, end and strides.</summary>
/// <param name="Begin">Begin does not count: from the first element.</param>
/// <param name="End">End does not count: to the last element.</param>
/// <param name="Ellipsis">The entry stands for as many whole dimensions as are left; one at most.</param>
/// <param name="NewAxis">The entry puts in a dimension of size 1.</param>
/// <param name="ShrinkAxis">Begin picks one element and the dimension goes away.</param>
internal readonly record struct SliceMasks(long Begin, long End, long Ellipsis, long NewAxis, long ShrinkAxis)
{
    /// <summary>The attributes that hold the masks, as op definitions write them.</summary>
    public const string Attributes =
        "begin_mask: int = 0; end_mask: int = 0; ellipsis_mask: int = 0; new_axis_mask: int = 0; shrink_axis_mask: int = 0";

    public static SliceMasks Of(AttributeList attributes) => new(
        attributes.Get<long>("begin_mask"), attributes.Get<long>("end_mask"), attributes.Get<long>("ellipsis_mask"),
        attributes.Get<long>("new_axis_mask"), attributes.Get<long>("shrink_axis_mask"));

    public static SliceMasks Of(KernelRequest r) => new(
        r.Int("begin_mask"), r.Int("end_mask"), r.Int("ellipsis_mask"), r.Int("new_axis_mask"), r.Int("shrink_axis_mask"));

    /// <exception cref="TfException">INVALID_ARGUMENT: more than one ellipsis.</exception>
    public void Check()
    {
        if (BitOperations.PopCount((ulong)Ellipsis) > 1) throw new TfException(StatusCode.InvalidArgument, "Multiple ellipses in slice spec not allowed");
    }

    public Dictionary<string, object> ToAttributes() => new()
    {
        ["begin_mask"] = Begin,
        ["end_mask"] = End,
        ["ellipsis_mask"] = Ellipsis,
        ["new_axis_mask"] = NewAxis,
        ["shrink_axis_mask"] = ShrinkAxis,
    };

    public static bool Has(long mask, int entry) => entry < 32 && ((mask >> entry) & 1) != 0;
}

namespace Weir.Ops;

/// <summary>Making, reshaping and moving tensors.</summary>
internal static class ArrayOps
{
    public static readonly Op[] All =
    [
        .. Forwards.All,
        .. DynamicStitch.All,
        .. Pad.All,
        .. Transpose.All,
        new Argument(),
        new BroadcastArgs(),
        new BroadcastGradientArgs(),
        new BroadcastTo(),
        new ConcatOffset(),
        new ConcatV2(),
        new Const(),
        new EnsureShape(),
        new ExpandDims(),
        new Fill(),
        new Concat(),
        new Gather(),
        new GatherV2(),
        new Identity(),
        new InvertPermutation(),
        new ListDiff(),
        new OneHot(),
        new OnesLike(),
        new Pack(),
        new Placeholder(),
        new PlaceholderWithDefault(),
        new Rank(),
        new Reshape(),
        new ReverseV2(),
        new ShapeN(),
        new ShapeOp(),
        new Size(),
        new Slice(),
        new Split(),
        new SplitV(),
        new Squeeze(),
        new StridedSlice(),
        new StridedSliceGrad(),
        new Tile(),
        new Unpack(),
        new ZerosLike(),
    ];
}

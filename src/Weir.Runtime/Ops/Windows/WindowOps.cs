namespace Weir.Ops;

/// <summary>Windows that slide over images and volumes: convolutions, pooling, patches.</summary>
internal static class WindowOps
{
    public static readonly Op[] All =
    [
        .. ConvFilterGradient.All,
        .. ConvInputGradient.All,
        .. Convolution.All,
        .. DepthwiseGradient.All,
        .. Dilation.All,
        .. ExtractPatches.All,
        .. MaxPoolGradient.All,
        .. MeanPoolGradient.All,
        .. Pool.All,
        .. SpaceBatch.All,
        .. SpaceDepth.All,
        new DepthwiseConvolution(),
        new FusedConv2D(),
        new MaxPoolArgmaxGradient(),
        new MaxPoolWithArgmax(),
    ];
}

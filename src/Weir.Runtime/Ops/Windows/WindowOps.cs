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
        .. FractionalPool.All,
        .. FractionalPoolGradient.All,
        .. MaxPoolGradient.All,
        .. MeanPoolGradient.All,
        .. PaddedConv2D.All,
        .. Pool.All,
        .. SpaceBatch.All,
        .. SpaceDepth.All,
        new DepthwiseConvolution(),
        new FusedConv2D(),
        new GeneralConvolution(),
        new MaxPoolArgmaxGradient(),
        new MaxPoolWithArgmax(),
    ];
}

namespace Weir.Ops;

/// <summary>Images: sizes, crops, colours.</summary>
internal static class ImageOps
{
    public static readonly Op[] All =
    [
        .. NonMaxSuppression.All,
        .. Resize.All,
        .. ResizeGrad.All,
        new CropAndResize(),
        new CropAndResizeGradBoxes(),
        new CropAndResizeGradImage(),
        new ResizeNearest(),
        new ResizeNearestGrad(),
    ];
}

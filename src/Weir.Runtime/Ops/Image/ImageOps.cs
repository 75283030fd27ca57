namespace Weir.Ops;

/// <summary>Images: sizes, crops, boxes, colours, files.</summary>
internal static class ImageOps
{
    public static readonly Op[] All =
    [
        .. AdjustColor.All,
        .. AdjustContrast.All,
        .. ColorSpaces.All,
        .. DecodeImage.All,
        .. DrawBoundingBoxes.All,
        .. EncodeJpeg.All,
        .. ExtractGlimpse.All,
        .. ImageProjectiveTransform.All,
        .. NonMaxSuppression.All,
        .. Resize.All,
        .. ResizeGrad.All,
        .. SampleDistortedBoundingBox.All,
        new CombinedNonMaxSuppression(),
        new CropAndResize(),
        new CropAndResizeGradBoxes(),
        new CropAndResizeGradImage(),
        new EncodePng(),
        new ExtractJpegShape(),
        new RandomCrop(),
        new ResizeNearest(),
        new ResizeNearestGrad(),
        new ScaleAndTranslate(),
        new ScaleAndTranslateGrad(),
    ];
}

using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A random part of an image that shows enough of one of the objects in it; the whole image if none is found. Three rows of the table.</summary>
/// <remarks>Source: sample_distorted_bounding_box_op.cc.</remarks>
internal sealed class SampleDistortedBoundingBox(OpDefinition definition, RandomSource source, bool coverIsInput) : Op
{
    private const string Outputs = " -> begin: T, size: T, bboxes: float; T: {uint8, int8, int16, int32, int64}; ";
    private const string Attributes = "aspect_ratio_range: list(float) = [0.75, 1.33]; area_range: list(float) = [0.05, 1]; max_attempts: int = 100; use_image_if_no_bounding_boxes: bool = false";

    public static readonly Op[] All =
    [
        new SampleDistortedBoundingBox("SampleDistortedBoundingBox(image_size: T, bounding_boxes: float)" + Outputs
            + "seed: int = 0; seed2: int = 0; min_object_covered: float = 0.1; " + Attributes + " | stateful", RandomSource.Seeds, coverIsInput: false),
        new SampleDistortedBoundingBox("SampleDistortedBoundingBoxV2(image_size: T, bounding_boxes: float, min_object_covered: float)" + Outputs
            + "seed: int = 0; seed2: int = 0; " + Attributes + " | stateful", RandomSource.Seeds, coverIsInput: true),
        new SampleDistortedBoundingBox("StatelessSampleDistortedBoundingBox(image_size: T, bounding_boxes: float, min_object_covered: float, seed: Tseed)" + Outputs
            + "Tseed: {int32, int64}; " + Attributes, RandomSource.Seed(3), coverIsInput: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.MergeSizes(c.WithRank(0, 1)[0], 3);
        c.MergeSizes(c.WithRank(1, 3)[2], 4);
        if (coverIsInput) c.WithRank(2, 0);
        source.InferShapes(c);
        c.Output(0, Shape.Of(3));
        c.Output(1, Shape.Of(3));
        c.Output(2, Shape.Of(1, 1, 4));
    }

    public override void Gradient(GradientContext g)
    {
        if (source != RandomSource.Seeds) base.Gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        float[] aspects = r.Floats("aspect_ratio_range"), areas = r.Floats("area_range");
        float? cover = coverIsInput ? null : r.Float("min_object_covered");
        long attempts = r.Int("max_attempts");
        r.Require(cover is not < 0, $"Min object covered must be non-negative: {cover}");
        r.Require(aspects.Length == 2, "Aspect ratio range field must specify 2 dimensions");
        r.Require(aspects[0] > 0 && aspects[1] > 0, $"Aspect ratio range must be non-negative: [{aspects[0]}, {aspects[1]}]");
        r.Require(areas.Length == 2, "Area range field must specify 2 dimensions");
        r.Require(areas[0] > 0 && areas[1] > 0, $"Area range must be non-negative: [{areas[0]}, {areas[1]}]");
        r.Require(areas[0] <= 1 && areas[1] <= 1, $"Area range must be less then or equal to 1.0: [{areas[0]}, {areas[1]}]");
        r.Require(attempts is > 0 and <= int.MaxValue, $"Max attempts must be non-negative: {attempts}");
        RandomRectangle crop = new((areas[0], areas[1]), (aspects[0], aspects[1]), (int)attempts);
        return r.ForInteger(new Maker(source.Create(r), crop, cover, r.Bool("use_image_if_no_bounding_boxes")));
    }

    private readonly struct Maker(TakeGenerator take, RandomRectangle crop, float? cover, bool usesImage) : IIntegerKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new Impl<T>(take, crop, cover, usesImage);
    }

    private sealed class Impl<T>(TakeGenerator take, RandomRectangle crop, float? cover, bool usesImage) : Kernel
        where T : unmanaged, IBinaryInteger<T>
    {
        public override void Run(StepContext s)
        {
            PhiloxGenerator generator = take(s, (UInt128)crop.Attempts);
            Tensor size = s.Input(0);
            s.Require(size.Shape.Rank == 1, $"image_size must be 1-dimensional{size.Shape}");
            s.Require(size.ElementCount == 3, $"image_size must contain 3 elements{size.Shape}");
            (long height, long width) = (long.CreateTruncating(size.Elements<T>()[0]), long.CreateTruncating(size.Elements<T>()[1]));
            s.Require(height is >= 0 and < int.MaxValue, "image height cannot be >= int32 max");
            s.Require(width is >= 0 and < int.MaxValue, "image width cannot be >= int32 max");
            PixelRectangle image = new(0, 0, (int)width, (int)height);
            PixelRectangle[] objects = Objects(s, image);
            float covered = cover ?? s.Input(2).Elements<float>()[0];
            PixelRectangle found = crop.Find(ref generator, image, objects, covered, s.Cancellation) ?? image;

            Span<T> begin = s.Output(0, 3).Elements<T>(), extent = s.Output(1, 3).Elements<T>();
            (begin[0], begin[1], begin[2]) = (T.CreateTruncating(found.Top), T.CreateTruncating(found.Left), T.Zero);
            (extent[0], extent[1], extent[2]) = (T.CreateTruncating(found.Height), T.CreateTruncating(found.Width), T.CreateTruncating(-1));
            Span<float> box = s.Output(2, 1, 1, 4).Elements<float>();
            (box[0], box[1]) = ((float)found.Top / height, (float)found.Left / width);
            (box[2], box[3]) = ((float)found.Bottom / height, (float)found.Right / width);
        }

        private PixelRectangle[] Objects(StepContext s, PixelRectangle image)
        {
            Tensor boxes = s.Input(1);
            s.Require(boxes.Shape.Rank == 3, $"input boxes must be 3-dimensional [batch, num_boxes, coords]: {boxes.Shape}");
            s.Require(boxes.Shape[2] == 4, $"bounding boxes must have shape [4] or [*, 4], got {boxes.Shape}");
            if (cover is null)
            {
                Tensor least = s.Input(2);
                s.Require(least.Shape.Rank == 0, $"min_object_covered must be 0-D, got shape {least.Shape}");
                s.Require(least.Elements<float>()[0] >= 0, $"Min object covered must be non-negative: {least.Elements<float>()[0]}");
            }

            ReadOnlySpan<float> corners = boxes.Elements<float>();
            foreach (float corner in corners) s.Require(corner >= 0 && corner <= 1, $"All bounding box coordinates must be in [0.0, 1.0]: {corner}");
            if (corners.IsEmpty)
            {
                s.Require(usesImage, "No bounding boxes provided as input. One must enable use_image_if_no_bounding_boxes if you wish to not provide any bounding boxes.");
                return [image];
            }

            PixelRectangle[] objects = new PixelRectangle[corners.Length / 4];
            for (int i = 0; i < objects.Length; i++)
            {
                ReadOnlySpan<float> box = corners.Slice(i * 4, 4);
                objects[i] = new PixelRectangle((int)(box[1] * image.Right), (int)(box[0] * image.Bottom), (int)(box[3] * image.Right), (int)(box[2] * image.Bottom));
            }

            return objects;
        }
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A part of an image, of a given size, at a random place.</summary>
/// <remarks>Source: random_crop_op.cc.</remarks>
internal sealed class RandomCrop : Op
{
    public override OpDefinition Definition { get; } = "RandomCrop(image: T, size: int64) -> output: T; T: {uint8, int8, int16, int32, int64, float, double}; "
        + "seed: int = 0; seed2: int = 0 | stateful, deprecated 8 \"Random crop is now pure Python\"";

    public override void InferShapes(ShapeContext c)
    {
        Shape image = c.WithRank(0, 3), size = c.WithRank(1, 1);
        c.MergeSizes(size[0], 2);
        long?[]? given = c.Integers(1);
        c.Output(0, Shape.Of(given?[0] is >= 0 and long rows ? rows : -1, given?[1] is >= 0 and long columns ? columns : -1, image[2]));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMoving(new Maker(RandomSource.Seeds.Create(r)));

    private readonly struct Maker(TakeGenerator take) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Impl<T>(take);
    }

    private sealed class Impl<T>(TakeGenerator take) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor image, Tensor size) = (s.Input(0), s.Input(1));
            s.Require(image.Shape.Rank == 3, $"input must be 3-dimensional{image.Shape}");
            s.Require(size.Shape.Rank == 1, $"shape_t must be 1-dimensional{size.Shape}");
            s.Require(size.ElementCount == 2, $"shape_t must have two elements{size.Shape}");
            (long rows, long columns, long channels) = (size.Elements<long>()[0], size.Elements<long>()[1], image.Shape[2]);
            s.Require(rows >= 0 && columns >= 0, $"Expected non-negative sizes, got {rows} and {columns}");
            RequireRoom("width", image.Shape[1], columns);
            RequireRoom("height", image.Shape[0], rows);
            PhiloxGenerator generator = take(s, 1);
            long left = image.Shape[1] > columns ? generator.Next() % (image.Shape[1] - columns + 1) : 0;
            long top = image.Shape[0] > rows ? generator.Next() % (image.Shape[0] - rows + 1) : 0;
            Span<T> crop = MovedElements.Of<T>(s.Output(0, rows, columns, channels));
            if (crop.IsEmpty) return;
            ReadOnlySpan<T> pixels = MovedElements.Of<T>(image);
            int length = (int)(columns * channels);
            for (int row = 0; row < rows; row++)
            {
                pixels.Slice((int)((((top + row) * image.Shape[1]) + left) * channels), length).CopyTo(crop[(row * length)..]);
            }
        }

        private static void RequireRoom(string axis, long size, long wanted)
        {
            if (size < wanted) throw new TfException(StatusCode.FailedPrecondition, $"{axis} must be >= target_{axis}: {axis} = {size}, target_{axis} = {wanted}");
        }
    }
}

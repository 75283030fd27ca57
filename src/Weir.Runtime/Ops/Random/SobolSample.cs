using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Points of Sobol's sequence in the unit cube: they fill it more evenly than random ones.</summary>
/// <remarks>The points are in the order of Gray's code, without the first, which is 0. Source: sobol_op.cc.</remarks>
internal sealed class SobolSample : Op
{
    public override OpDefinition Definition { get; } = "SobolSample(dim: int32, num_results: int32, skip: int32) -> samples: dtype; dtype: {float, double} = float";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < 3; i++) c.WithRank(i, 0);
        c.Output(0, Shape.Of(Size(c, 1), Size(c, 0)));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("dtype") == DType.Float64 ? new Points<double>() : new Points<float>();

    private static long Size(ShapeContext c, int input) => c.TryConstant(input, out long[] value) && value.Length == 1 && value[0] >= 0 ? value[0] : -1;

    private sealed class Points<T> : Kernel
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override void Run(StepContext s)
        {
            for (int i = 0; i < 3; i++) s.Require(s.Input(i).Shape.Rank == 0, $"input {i} must be a scalar: {s.Input(i).Shape}");
            (long dimensions, long count, long skip) = (s.Input(0).Integer(0), s.Input(1).Integer(0), s.Input(2).Integer(0));
            s.Require(dimensions >= 1, "dim must be at least one");
            s.Require(count >= 1, "num_results must be at least one");
            s.Require(skip >= 0, "skip must be non-negative");
            s.Require(count < int.MaxValue - skip, "num_results+skip must be less than 2147483647");
            if (dimensions > SobolDirections.MaxDimensions)
            {
                throw new TfException(StatusCode.Unimplemented, $"SobolSample is known in up to {SobolDirections.MaxDimensions} dimensions, not {dimensions}");
            }

            Span<T> points = s.Output(0, count, dimensions).Elements<T>();
            Span<uint> directions = stackalloc uint[SobolDirections.Bits];
            T unit = T.ScaleB(T.One, -SobolDirections.Bits);
            for (int dimension = 0; dimension < dimensions; dimension++)
            {
                SobolDirections.Fill(dimension, directions);
                uint state = 0, first = (uint)skip + 1, gray = first ^ (first >> 1);
                for (; gray != 0; gray &= gray - 1) state ^= directions[BitOperations.TrailingZeroCount(gray)];
                for (int i = 0, at = dimension; i < count; i++, at += (int)dimensions)
                {
                    points[at] = T.CreateTruncating(state) * unit;
                    state ^= directions[BitOperations.TrailingZeroCount(first + (uint)i + 1)];
                }
            }
        }
    }
}

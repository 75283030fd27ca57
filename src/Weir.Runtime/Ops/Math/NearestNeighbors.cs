using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>For each point the centers that are nearest to it, the nearest first, and the squares of their distances.</summary>
/// <remarks>Centers that are as near are in their order. Source: clustering_ops.cc.</remarks>
internal sealed class NearestNeighbors : Op
{
    // As many points as have their products with all centers in memory at a time.
    private const int Points = 64;

    public override OpDefinition Definition { get; } =
        "NearestNeighbors(points: float, centers: float, k: int64) -> nearest_center_indices: int64, nearest_center_distances: float";

    public override void InferShapes(ShapeContext c)
    {
        Shape points = c.WithRank(0, 2);
        c.WithRank(1, 2);
        c.WithRank(2, 0);
        c.AllOutputs(Shape.Of(points[0], -1));
    }

    public override Kernel CreateKernel(KernelRequest r) => new Impl();

    private sealed class Impl : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor points, Tensor centers) = (s.Input(0), s.Input(1));
            s.Require(points.Shape.Rank == 2, "Input points should be a matrix.");
            s.Require(centers.Shape.Rank == 2, "Input centers should be a matrix.");
            s.Require(s.Input(2).Shape.Rank == 0, "Input k should be a scalar.");
            (long rows, long depth, long count, long wanted) = (points.Shape[0], points.Shape[1], centers.Shape[0], s.Input(2).Integer(0));
            s.Require(rows > 0, "Expected points.rows() > 0.");
            s.Require(wanted > 0, "Expected k > 0.");
            s.Require(count > 0, "Expected centers.rows() > 0.");
            s.Require(depth > 0, "Expected points.cols() > 0.");
            s.Require(centers.Shape[1] == depth, "Expected points.cols() == centers.cols().");
            s.Require(count <= Array.MaxLength / Points, $"There are too many centers: {centers.Shape}");
            int k = (int)Math.Min(wanted, count);
            Span<long> nearest = s.Output(0, rows, k).Elements<long>();
            Span<float> distances = s.Output(1, rows, k).Elements<float>();
            s.RequireRoom(count * ((Points * sizeof(float)) + sizeof(float) + sizeof(ulong)));
            using Tensor halves = Tensor.Allocate(DType.Float32, Shape.Of(count)), products = Tensor.Allocate(DType.Float32, Shape.Of(Math.Min(Points, rows), count));
            using Tensor keys = Tensor.Allocate(DType.UInt64, Shape.Of(count));
            HalfSquares(centers.Elements<float>(), (int)depth, halves.Elements<float>());
            for (int first = 0; first < rows; first += Points)
            {
                s.ThrowIfCancelled();
                int many = (int)Math.Min(Points, rows - first);
                ReadOnlySpan<float> some = points.Elements<float>().Slice(first * (int)depth, many * (int)depth);
                Span<float> product = products.Elements<float>()[..(many * (int)count)];
                Gemm.Run<float>(new GemmShape(many, (int)count, (int)depth, TransposeB: true), some, centers.Elements<float>(), product);
                for (int i = 0; i < many; i++)
                {
                    int at = (first + i) * k;
                    Pick(HalfSquare(some.Slice(i * (int)depth, (int)depth)), halves.Elements<float>(), product.Slice(i * (int)count, (int)count), keys.Elements<ulong>(),
                        nearest.Slice(at, k), distances.Slice(at, k));
                }
            }
        }

        private static void Pick(float half, ReadOnlySpan<float> halves, Span<float> products, Span<ulong> keys, Span<long> nearest, Span<float> distances)
        {
            // 2 (|p|^2 / 2 + |c|^2 / 2 - p c) = |p - c|^2
            for (int i = 0; i < products.Length; i++)
            {
                products[i] = 2 * (half + halves[i] - products[i]);
                keys[i] = ~SortKeys.Of<float, ulong>(-products[i], i);
            }

            if (nearest.Length == 1)
            {
                foreach (ulong key in keys[1..]) keys[0] = Math.Min(keys[0], key);
            }
            else
            {
                keys.Sort();
            }

            for (int i = 0; i < nearest.Length; i++)
            {
                int center = SortKeys.Position(~keys[i]);
                nearest[i] = center;
                distances[i] = products[center];
            }
        }

        private static void HalfSquares(ReadOnlySpan<float> rows, int depth, Span<float> halves)
        {
            for (int i = 0; i < halves.Length; i++) halves[i] = HalfSquare(rows.Slice(i * depth, depth));
        }

        private static float HalfSquare(ReadOnlySpan<float> x)
        {
            float sum = 0;
            foreach (float value in x) sum += value * value;
            return sum / 2;
        }
    }
}

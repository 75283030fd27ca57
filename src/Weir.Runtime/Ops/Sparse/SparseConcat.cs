using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Sparse tensors one behind the other in a dimension; the result is in row-major order.</summary>
/// <remarks>Source: sparse_concat_op.cc.</remarks>
internal sealed class SparseConcat : Op
{
    public override OpDefinition Definition { get; } = "SparseConcat(indices: N * int64, values: N * T, shapes: N * int64) -> output_indices: int64, output_values: "
        + "T, output_shape: int64; concat_dim: int; N: int >= 2; T: type";

    public override void InferShapes(ShapeContext c)
    {
        int n = c.InputCount / 3;
        (long total, long rank) = (0, -1);
        for (int i = 0; i < n; i++)
        {
            (Shape indices, Shape values, Shape shape) = (c.WithRank(i, 2), c.WithRank(n + i, 1), c.WithRank((2 * n) + i, 1));
            long count = c.MergeSizes(indices[0], values[0]);
            total = total < 0 || count < 0 ? -1 : total + count;
            rank = c.MergeSizes(c.MergeSizes(rank, indices[1]), shape[0]);
        }

        c.SparseOutput(0, total, rank);
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        return r.ForMoving(new Maker((int)r.Int("concat_dim")));
    }

    private readonly struct Maker(int dimension) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Concatenate<T>(dimension);
    }

    private sealed class Concatenate<T>(int concatDimension) : Kernel
    {
        public override void Run(StepContext s)
        {
            int n = s.InputCount / 3;
            int rank = (int)s.Input(2 * n).ElementCount;
            int dimension = concatDimension < 0 ? concatDimension + rank : concatDimension;
            s.Require(dimension >= 0 && dimension < rank, $"Concat dimension must be in range [{-rank}, {rank}), got {concatDimension}");
            Span<long> shape = s.Output(2, rank).Elements<long>();
            long total = Check(s, n, rank, dimension, shape);
            Tensor indicesOut = s.Output(0, total, rank), valuesOut = s.Output(1, total);
            Span<long> rows = indicesOut.Elements<long>();
            Span<T> values = MovedElements.Of<T>(valuesOut);
            (int at, long offset) = (0, 0);
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<long> source = s.Input(i).Elements<long>();
                source.CopyTo(rows[(at * rank)..]);
                MovedElements.Of<T>(s.Input(n + i)).CopyTo(values[at..]);
                for (int row = 0; row < s.Input(i).Shape[0]; row++, at++) rows[(at * rank) + dimension] += offset;
                offset += s.Input((2 * n) + i).Elements<long>()[dimension];
            }

            SparseIndices places = new(indicesOut, total, shape);
            if (places.Order() is not { } order) return;
            Sort(rows, values, rank, order.AsSpan(0, places.Count));
            ArrayPool<int>.Shared.Return(order);
        }

        private static long Check(StepContext s, int n, int rank, int dimension, Span<long> shape)
        {
            s.Input(2 * n).Elements<long>().CopyTo(shape);
            long total = 0;
            for (int i = 0; i < n; i++)
            {
                s.Require(s.Input((2 * n) + i).ElementCount == rank, $"Ranks of all input tensors must match: expected {rank} but got {s.Input((2 * n) + i).ElementCount} at position {i}");
                SparseIndices places = s.Sparse(i, n + i, (2 * n) + i);
                total += places.Count;
                s.RequireSizes(places.Shape);
                for (int d = 0; d < rank; d++)
                {
                    if (d != dimension) s.Require(places.Shape[d] == shape[d], $"Input shapes must match: expected {shape[d]} for dimension {d} but got {places.Shape[d]} at position {i}");
                    else if (i > 0) shape[d] = checked(shape[d] + places.Shape[d]);
                }
            }

            s.RequireSizes(shape);
            return total;
        }

        private static void Sort(Span<long> rows, Span<T> values, int rank, ReadOnlySpan<int> order)
        {
            long[] oldRows = ArrayPool<long>.Shared.Rent(rows.Length);
            T[] oldValues = ArrayPool<T>.Shared.Rent(values.Length);
            rows.CopyTo(oldRows);
            values.CopyTo(oldValues);
            for (int i = 0; i < order.Length; i++)
            {
                oldRows.AsSpan(order[i] * rank, rank).CopyTo(rows[(i * rank)..]);
                values[i] = oldValues[order[i]];
            }

            ArrayPool<long>.Shared.Return(oldRows);
            ArrayPool<T>.Shared.Return(oldValues, clearArray: true);
        }
    }
}

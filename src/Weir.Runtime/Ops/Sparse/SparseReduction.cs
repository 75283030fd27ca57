using System.Buffers;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Sums, or finds the largest of, the values of a sparse tensor over some of its dimensions. What has no values is 0.</summary>
/// <remarks>The result is dense or sparse. Source: sparse_reduce_op.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseReduction<TOperator>(OpDefinition definition, ElementTypes types) : Op
    where TOperator : struct, IBinaryOperator
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        if (c.OutputCount > 1) return;
        Shape shape = c.ShapeFrom(2);
        if (!shape.HasRank || !c.TryConstant(3, out long[] axes)) return;
        foreach (long axis in axes) c.Require(axis >= -shape.Rank && axis < shape.Rank, $"Invalid reduction dimension {axis}, for input with {shape.Rank} dimensions.");
        bool keep = c.Attributes.Get<bool>("keep_dims");
        List<long> sizes = [];
        for (int d = 0; d < shape.Rank; d++)
        {
            if (!axes.Contains(d) && !axes.Contains(d - shape.Rank)) sizes.Add(shape[d]);
            else if (keep) sizes.Add(1);
        }

        c.Output(0, Shape.Of([.. sizes]));
    }

    public override void Gradient(GradientContext g)
    {
        if (typeof(TOperator) != typeof(Add) || definition.Outputs.Count > 1)
        {
            base.Gradient(g);
            return;
        }

        Output sizes = CastOp.Build(g.Input(2), DType.Int32);
        Output kept = CastOp.Build(ReductionAxes.KeptShape(sizes, g.Input(3)), DType.Int64);
        Output scale = IntegerMath.FloorDiv(g.Input(2), kept);
        g.Flow(1, SparseGradients.Gather(g.Outgoing(0), SparseGradients.Positions(IntegerMath.FloorDiv(g.Input(0), scale), kept)));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(types, new Maker(r.Bool("keep_dims"), r.OutputTypes.Count > 1));

    private readonly struct Maker(bool keepDims, bool sparse) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Reduce<T>(keepDims, sparse);
    }

    private sealed class Reduce<T>(bool keepDims, bool sparse) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            SparseIndices places = s.Sparse(0);
            s.RequireSizes(places.Shape);
            places.RequireInBounds(s);
            Span<bool> reduced = stackalloc bool[places.Rank];
            ReadAxes(s, s.Input(3), reduced);
            Span<long> kept = stackalloc long[places.Rank], sizes = stackalloc long[places.Rank];
            int rank = 0;
            for (int d = 0; d < places.Rank; d++)
            {
                kept[d] = reduced[d] ? 1 : places.Shape[d];
                if (keepDims || !reduced[d]) sizes[rank++] = kept[d];
            }

            ReadOnlySpan<T> values = s.Input(1).Elements<T>();
            if (sparse) ToSparse(s, places, values, kept, reduced, sizes[..rank]);
            else ToDense(s, places, values, kept, sizes[..rank]);
        }

        private static void ReadAxes(StepContext s, Tensor axes, Span<bool> reduced)
        {
            s.Require(axes.Shape.Rank <= 1, $"Expected reduction_axes to be a scalar or a vector; got shape: {axes.Shape}");
            for (int i = 0; i < axes.ElementCount; i++)
            {
                long axis = axes.Integer(i);
                s.Require(axis >= -reduced.Length && axis < reduced.Length, $"Invalid reduction dimension {axis}, for input with {reduced.Length} dimensions.");
                reduced[(int)(axis < 0 ? axis + reduced.Length : axis)] = true;
            }
        }

        private static long Position(SparseIndices places, int row, ReadOnlySpan<long> kept)
        {
            long position = 0;
            for (int d = 0; d < kept.Length; d++) position = (position * kept[d]) + (kept[d] == 1 ? 0 : places[row, d]);
            return position;
        }

        private static void ToDense(StepContext s, SparseIndices places, ReadOnlySpan<T> values, ReadOnlySpan<long> kept, ReadOnlySpan<long> sizes)
        {
            Tensor output = s.Output(0, sizes);
            output.Clear();
            Span<T> results = output.Elements<T>();
            bool[] seen = ArrayPool<bool>.Shared.Rent(results.Length);
            seen.AsSpan(0, results.Length).Clear();
            for (int i = 0; i < places.Count; i++)
            {
                int at = (int)Position(places, i, kept);
                Span<T> result = results.Slice(at, 1);
                if (seen[at]) Elementwise.Binary<T, TOperator>(result, values.Slice(i, 1), result);
                else result[0] = values[i];
                seen[at] = true;
            }

            ArrayPool<bool>.Shared.Return(seen);
        }

        private void ToSparse(StepContext s, SparseIndices places, ReadOnlySpan<T> values, ReadOnlySpan<long> kept, ReadOnlySpan<bool> reduced, ReadOnlySpan<long> sizes)
        {
            long[] positions = ArrayPool<long>.Shared.Rent(places.Count);
            int[] order = ArrayPool<int>.Shared.Rent(places.Count);
            int groups = 0;
            for (int i = 0; i < places.Count; i++) (positions[i], order[i]) = (Position(places, i, kept), i);
            Array.Sort(positions, order, 0, places.Count);
            for (int i = 0; i < places.Count; i++) groups += i == 0 || positions[i] != positions[i - 1] ? 1 : 0;
            Span<long> rows = s.Output(0, groups, sizes.Length).Elements<long>();
            Span<T> results = s.Output(1, groups).Elements<T>();
            sizes.CopyTo(s.Output(2, sizes.Length).Elements<long>());
            for (int i = 0, group = -1; i < places.Count; i++)
            {
                if (i > 0 && positions[i] == positions[i - 1])
                {
                    Elementwise.Binary<T, TOperator>(results.Slice(group, 1), values.Slice(order[i], 1), results.Slice(group, 1));
                    continue;
                }

                results[++group] = values[order[i]];
                for (int d = 0, at = group * sizes.Length; d < places.Rank; d++)
                {
                    if (!reduced[d]) rows[at++] = places[order[i], d];
                    else if (keepDims) rows[at++] = 0;
                }
            }

            ArrayPool<long>.Shared.Return(positions);
            ArrayPool<int>.Shared.Return(order);
        }
    }
}

using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The k greatest elements of each row of the last dimension and where they are; of equal ones the first.</summary>
/// <remarks>A small k keeps a heap, a large one sorts. They come in order whether sorted is asked for or not. Source: topk_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class TopK : Op
{
    public override OpDefinition Definition { get; } = "TopKV2(input: T, k: Tk) -> values: T, indices: index_type; sorted: bool = true; T: {realnumbers}; "
        + "Tk: {int16, int32, int64} = int32; index_type: {int16, int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRankAtLeast(0, 1);
        c.WithRank(1, 0);
        if (!x.HasRank) return;
        bool known = c.TryConstant(1, out long[] k);
        c.Require(!known || k[0] >= 0, $"Dimension size, given by scalar input 1, must be non-negative but is {(known ? k[0] : 0)}");
        c.Require(!known || x[-1] < 0 || x[-1] >= k[0], $"input must have last dimension >= k = {(known ? k[0] : 0)} but is {x[-1]}");
        c.AllOutputs(x.Slice(..^1).Concatenate(Shape.Of(known ? k[0] : -1)));
    }

    /// <remarks>Row r's elements lie at r * length + index in the flat input.</remarks>
    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output sizes = ShapeOp.Build(g.Input(0));
        Output before = Rank.Build(g.Input(0)) - graph.Const(1);
        Output zero = graph.Const(Tensor.From(0));
        Output length = Reductions.Prod(Slice.Build(sizes, Pack.Build([before]), graph.Const(Tensor.From(1))), graph.Const(0));
        Output rows = Reductions.Prod(Slice.Build(sizes, zero, Pack.Build([before])), graph.Const(0));
        Output k = Reductions.Prod(Slice.Build(ShapeOp.Build(g.Output(1)), Pack.Build([before]), graph.Const(Tensor.From(1))), graph.Const(0));
        Output first = Reshape.Build(RangeOp.Build(graph.Const(0), rows, graph.Const(1)) * length, Pack.Build([rows, graph.Const(1)]));
        Output flat = Reshape.Build(CastOp.Build(g.Output(1), DType.Int32), Pack.Build([rows, k])) + first;
        Output tuples = Reshape.Build(flat, Pack.Build([rows * k, graph.Const(1)]));
        Output spread = Scatter.Build(tuples, Reshape.Build(g.Outgoing(0), Pack.Build([rows * k])), Pack.Build([rows * length]));
        g.Flow(0, Reshape.Build(spread, sizes));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("sorted", "Tk", "index_type");
        return r.ForType(ElementTypes.Reals, default(Maker));
    }

    private readonly struct Maker : IKernelMaker
    {
        public unsafe Kernel Make<T>() where T : unmanaged => sizeof(T) <= 4 ? new Greatest<T, ulong>() : new Greatest<T, UInt128>();
    }

    private sealed class Greatest<T, TKey> : Kernel
        where T : unmanaged
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor limit) = (s.Input(0), s.Input(1));
            s.Require(limit.Shape.Rank == 0, $"k must be scalar, got shape {limit.Shape}");
            long k = limit.Integer(0);
            s.Require(k >= 0, $"Need k >= 0, got {k}");
            s.Require(x.Shape.Rank >= 1, $"input must be >= 1-D, got shape {x.Shape}");
            s.Require(x.Shape[-1] >= k, $"input must have at least k columns. Had {x.Shape[-1]}, needed {k}");
            Span<long> sizes = stackalloc long[x.Shape.Rank];
            x.Shape.Dimensions.CopyTo(sizes);
            sizes[^1] = k;
            Tensor values = s.Output(0, sizes);
            Tensor indices = s.Output(1, sizes);
            if (values.ElementCount > 0) Pick(x.Elements<T>(), (int)x.Shape[-1], (int)k, values.Elements<T>(), indices);
        }

        private static unsafe void Pick(ReadOnlySpan<T> x, int length, int k, Span<T> values, Tensor indices)
        {
            bool heaps = k < length / 8;
            Span<TKey> keys = new(Scratch.Get<TKey>(ScratchUse.Reduction, heaps ? k : length), heaps ? k : length);
            for (int first = 0, at = 0; at < values.Length; first += length)
            {
                ReadOnlySpan<T> row = x.Slice(first, length);
                if (heaps) Keep(row, keys);
                else for (int i = 0; i < length; i++) keys[i] = SortKeys.Of<T, TKey>(row[i], i);
                keys.Sort();
                for (int i = keys.Length - 1; i >= keys.Length - k; i--, at++)
                {
                    int position = SortKeys.Position(keys[i]);
                    values[at] = row[position];
                    SetInteger(indices, at, position);
                }
            }
        }

        private static void SetInteger(Tensor indices, int at, int position)
        {
            if (indices.DType == DType.Int32) indices.Elements<int>()[at] = position;
            else if (indices.DType == DType.Int64) indices.Elements<long>()[at] = position;
            else indices.Elements<short>()[at] = (short)position;
        }

        /// <summary>Keeps the greatest keys of a row in a heap, the least of them on top.</summary>
        private static void Keep(ReadOnlySpan<T> row, Span<TKey> heap)
        {
            for (int i = 0; i < heap.Length; i++) heap[i] = SortKeys.Of<T, TKey>(row[i], i);
            for (int i = (heap.Length / 2) - 1; i >= 0; i--) Sink(heap, i);
            for (int i = heap.Length; i < row.Length; i++)
            {
                TKey key = SortKeys.Of<T, TKey>(row[i], i);
                if (key <= heap[0]) continue;
                heap[0] = key;
                Sink(heap, 0);
            }
        }

        private static void Sink(Span<TKey> heap, int at)
        {
            TKey key = heap[at];
            while (true)
            {
                int child = (2 * at) + 1;
                if (child >= heap.Length) break;
                if (child + 1 < heap.Length && heap[child + 1] < heap[child]) child++;
                if (heap[child] >= key) break;
                heap[at] = heap[child];
                at = child;
            }

            heap[at] = key;
        }
    }
}

using System.Buffers;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Gradients of the sparse segment reductions: what flows into a segment, scaled, is added to each row that was in it.</summary>
/// <remarks>The V2 ops give only the rows that were in a segment, and which they are. Source: segment_reduction_ops_impl.h.</remarks>
internal sealed class SparseSegmentGrad(OpDefinition definition, SegmentScale scale) : Op
{
    public static readonly Op[] All =
    [
        new SparseSegmentGrad("SparseSegmentMeanGrad(grad: T, indices: Tidx, segment_ids: Tsegmentids, output_dim0: int32) -> output: T; T: {bfloat16, half, float, "
            + "double}; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32", SegmentScale.Mean),
        new SparseSegmentGrad("SparseSegmentMeanGradV2(grad: T, indices: Tidx, segment_ids: Tsegmentids, dense_output_dim0: int32) -> output: T, "
            + "sorted_unique_indices: Tidx; T: {bfloat16, half, float, double}; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32", SegmentScale.Mean),
        new SparseSegmentGrad("SparseSegmentSqrtNGrad(grad: T, indices: Tidx, segment_ids: Tsegmentids, output_dim0: int32) -> output: T; T: {bfloat16, half, float, "
            + "double}; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32", SegmentScale.SqrtN),
        new SparseSegmentGrad("SparseSegmentSqrtNGradV2(grad: T, indices: Tidx, segment_ids: Tsegmentids, dense_output_dim0: int32) -> output: T, "
            + "sorted_unique_indices: Tidx; T: {bfloat16, half, float, double}; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32", SegmentScale.SqrtN),
        new SparseSegmentGrad("SparseSegmentSumGrad(grad: T, indices: Tidx, segment_ids: Tsegmentids, output_dim0: int32) -> output: T; T: {bfloat16, half, float, "
            + "double}; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32", SegmentScale.None),
        new SparseSegmentGrad("SparseSegmentSumGradV2(grad: T, indices: Tidx, segment_ids: Tsegmentids, dense_output_dim0: int32) -> output: T, "
            + "sorted_unique_indices: Tidx; T: {bfloat16, half, float, double}; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32", SegmentScale.None),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape data = c.WithRankAtLeast(0, 1);
        c.MergeSizes(c.WithRank(1, 1)[0], c.WithRank(2, 1)[0]);
        c.WithRank(3, 0);
        bool all = c.OutputCount == 1;
        long rows = all && c.TryConstant(3, out long[] known) ? known[0] : -1;
        if (data.HasRank) c.Output(0, Shape.Of([rows, .. data.Dimensions[1..]]));
        if (!all) c.Output(1, Shape.OfRank(1));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx", "Tsegmentids");
        return r.ForNumber(ElementTypes.Floats, new Maker(scale, r.OutputTypes.Count > 1));
    }

    public static Output Build(SegmentScale scale, Output gradient, Output indices, Output segments, Output rows) => gradient.Operation.Graph.AddOperation(
        scale switch
        {
            SegmentScale.Mean => "SparseSegmentMeanGrad",
            SegmentScale.SqrtN => "SparseSegmentSqrtNGrad",
            _ => "SparseSegmentSumGrad",
        },
        [gradient, indices, segments, rows])[0];

    private readonly struct Maker(SegmentScale scale, bool unique) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Back<T>(scale, unique);
    }

    private sealed class Back<T>(SegmentScale scale, bool unique) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor gradient, Tensor indices, Tensor ids) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(gradient.Shape.Rank >= 1, "Shape must be at least rank 1");
            s.Require(indices.Shape.Rank == 1, "indices should be a vector.");
            s.Require(ids.Shape.Rank == 1, "segment_ids should be a vector.");
            s.Require(s.Input(3).Shape.Rank == 0, "output_dim0 should be a scalar.");
            s.Require(indices.ElementCount == ids.ElementCount, "segment_ids and indices should have same size.");
            (long rows, long segments) = (s.Input(3).Integer(0), gradient.Shape[0]);
            s.Require(rows >= 0, $"output_dim0 must be >= 0, not {rows}");
            int count = (int)ids.ElementCount;
            int[] counts = ArrayPool<int>.Shared.Rent(checked((int)segments));
            counts.AsSpan(0, (int)segments).Clear();
            for (int i = 0; i < count; i++)
            {
                s.Require((ulong)indices.Integer(i) < (ulong)rows, $"Index {indices.Integer(i)} out of range [0, {rows}).");
                s.Require((ulong)ids.Integer(i) < (ulong)segments, "Invalid number of segments");
                counts[ids.Integer(i)]++;
            }

            if (unique) OfUnique(s, gradient, indices, ids, counts);
            else Add(gradient, indices, ids, counts, [], s.Output(0, [rows, .. gradient.Shape.Dimensions[1..]]));
            ArrayPool<int>.Shared.Return(counts);
        }

        private void OfUnique(StepContext s, Tensor gradient, Tensor indices, Tensor ids, int[] counts)
        {
            int count = (int)ids.ElementCount;
            long[] sorted = ArrayPool<long>.Shared.Rent(count);
            Span<long> rows = sorted.AsSpan(0, count);
            indices.Integers(rows);
            rows.Sort();
            int distinct = 0;
            for (int i = 0; i < count; i++)
            {
                if (distinct == 0 || rows[i] != rows[distinct - 1]) rows[distinct++] = rows[i];
            }

            rows = rows[..distinct];
            s.Output(1, distinct).SetIntegers(rows);
            Add(gradient, indices, ids, counts, rows, s.Output(0, [distinct, .. gradient.Shape.Dimensions[1..]]));
            ArrayPool<long>.Shared.Return(sorted);
        }

        // The rows are those that the output has, in order; none: all.
        private unsafe void Add(Tensor gradient, Tensor indices, Tensor ids, int[] counts, ReadOnlySpan<long> rows, Tensor output)
        {
            output.Clear();
            ReadOnlySpan<T> flowing = gradient.Elements<T>();
            Span<T> sums = output.Elements<T>();
            if (flowing.Length == 0 || sums.Length == 0) return;
            int width = flowing.Length / (int)gradient.Shape[0];
            Span<T> scaled = new(Scratch.Get<T>(ScratchUse.WideB, width), width);
            for (int i = 0; i < ids.ElementCount; i++)
            {
                int id = (int)ids.Integer(i);
                int row = rows.IsEmpty ? (int)indices.Integer(i) : rows.BinarySearch(indices.Integer(i));
                flowing.Slice(id * width, width).CopyTo(scaled);
                SegmentFactor.Apply(scale, counts[id], scaled);
                Span<T> sum = sums.Slice(row * width, width);
                Elementwise.Binary<T, Simd.Add>(sum, scaled, sum);
            }
        }
    }
}

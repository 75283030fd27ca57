using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Rows of data, chosen by indices, reduced by segments: output[j] is over data[indices[i]] where segment_ids[i] is j.</summary>
/// <remarks>Segment ids do not decrease; a segment without rows is 0. Source: segment_reduction_ops_impl.h; gradient: math_grad.py.</remarks>
internal sealed class SparseSegmentReduction(OpDefinition definition, SegmentScale scale) : Op
{
    private static readonly ElementTypes SumTypes = ElementTypes.Reals;

    public static readonly Op[] All =
    [
        new SparseSegmentReduction("SparseSegmentMean(data: T, indices: Tidx, segment_ids: Tsegmentids) -> output: T; T: {bfloat16, half, float, double}; Tidx: "
            + "{int32, int64} = int32; Tsegmentids: {int32, int64} = int32; sparse_gradient: bool = false", SegmentScale.Mean),
        new SparseSegmentReduction("SparseSegmentMeanWithNumSegments(data: T, indices: Tidx, segment_ids: Tsegmentids, num_segments: Tnumsegments) -> output: T; T: "
            + "{bfloat16, half, float, double}; Tidx: {int32, int64} = int32; Tnumsegments: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32; "
            + "sparse_gradient: bool = false", SegmentScale.Mean),
        new SparseSegmentReduction("SparseSegmentSqrtN(data: T, indices: Tidx, segment_ids: Tsegmentids) -> output: T; T: {bfloat16, half, float, double}; Tidx: "
            + "{int32, int64} = int32; Tsegmentids: {int32, int64} = int32; sparse_gradient: bool = false", SegmentScale.SqrtN),
        new SparseSegmentReduction("SparseSegmentSqrtNWithNumSegments(data: T, indices: Tidx, segment_ids: Tsegmentids, num_segments: Tnumsegments) -> output: T; T: "
            + "{bfloat16, half, float, double}; Tidx: {int32, int64} = int32; Tnumsegments: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32; "
            + "sparse_gradient: bool = false", SegmentScale.SqrtN),
        new SparseSegmentReduction("SparseSegmentSum(data: T, indices: Tidx, segment_ids: Tsegmentids) -> output: T; T: {float, double, int32, uint8, int16, int8, "
            + "int64, bfloat16, uint16, half, uint32, uint64}; Tidx: {int32, int64} = int32; Tsegmentids: {int32, int64} = int32; sparse_gradient: bool = "
            + "false", SegmentScale.None),
        new SparseSegmentReduction("SparseSegmentSumWithNumSegments(data: T, indices: Tidx, segment_ids: Tsegmentids, num_segments: Tnumsegments) -> output: T; T: "
            + "{float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}; Tidx: {int32, int64} = int32; Tnumsegments: "
            + "{int32, int64} = int32; Tsegmentids: {int32, int64} = int32; sparse_gradient: bool = false", SegmentScale.None),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape data = c.WithRankAtLeast(0, 1);
        c.MergeSizes(c.WithRank(1, 1)[0], c.WithRank(2, 1)[0]);
        long segments = -1;
        if (c.InputCount > 3)
        {
            c.WithRank(3, 0);
            if (c.TryConstant(3, out long[] count)) segments = count[0];
            c.Require(segments >= -1 && (segments >= 0 || !c.TryConstant(3, out _)), "Cannot specify a negative value for num_segments");
        }

        if (data.HasRank) c.Output(0, Shape.Of([segments, .. data.Dimensions[1..]]));
    }

    /// <remarks>Dense also where <c>sparse_gradient</c> asks for slices: the sum is the same.</remarks>
    public override void Gradient(GradientContext g)
    {
        Output rows = Reshape.Build(Slice.Build(ShapeOp.Build(g.Input(0)), g.Graph.Const(Tensor.From(0)), g.Graph.Const(Tensor.From(1))), g.Graph.Const(Tensor.From<int>([], [0])));
        g.Flow(0, SparseSegmentGrad.Build(scale, g.Outgoing(0), g.Input(1), g.Input(2), rows));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx", "Tsegmentids", "sparse_gradient");
        bool counted = definition.Inputs.Count > 3;
        if (counted) r.Ignore("Tnumsegments");
        return scale == SegmentScale.None ? r.ForType(SumTypes, new Maker(scale, counted)) : r.ForNumber(ElementTypes.Floats, new Maker(scale, counted));
    }

    private readonly struct Maker(SegmentScale scale, bool counted) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Reduce<T>(scale, counted);
    }

    private sealed class Reduce<T>(SegmentScale scale, bool counted) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor data, Tensor indices, Tensor ids) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(data.Shape.Rank >= 1, "input must be at least rank 1");
            s.Require(indices.Shape.Rank == 1, "indices should be a vector.");
            s.Require(ids.Shape.Rank == 1, "segment_ids should be a vector.");
            s.Require(indices.ElementCount == ids.ElementCount, "segment_ids and indices should have same size.");
            int count = (int)ids.ElementCount;
            long segments = Segments(s, ids, count);
            Span<long> sizes = stackalloc long[data.Shape.Rank];
            data.Shape.Dimensions.CopyTo(sizes);
            (long rows, sizes[0]) = (sizes[0], segments);
            Tensor output = s.Output(0, sizes);
            output.Clear();
            int width = rows == 0 ? 0 : (int)(data.ElementCount / rows);
            ReadOnlySpan<T> source = data.Elements<T>();
            Span<T> sums = output.Elements<T>();
            for (int begin = 0, end; begin < count; begin = end)
            {
                long id = ids.Integer(begin);
                bool known = id >= 0 && id < segments;
                s.Require(known || !counted, "segment ids must be < num_segments");
                s.Require(known, $"Segment id {id} out of range [0, {segments}), possibly because 'segment_ids' input is not sorted.");
                for (end = begin; end < count && ids.Integer(end) == id; end++)
                {
                    long row = indices.Integer(end);
                    s.Require((ulong)row < (ulong)rows, $"Bad: indices[{end}] == {row} out of range [0, {rows})");
                }

                if (width == 0) continue;
                Span<T> sum = sums.Slice((int)id * width, width);
                for (int i = begin; i < end; i++) Elementwise.Binary<T, Add>(sum, source.Slice((int)indices.Integer(i) * width, width), sum);
                SegmentFactor.Apply(scale, end - begin, sum);
            }
        }

        private long Segments(StepContext s, Tensor ids, int count)
        {
            if (counted) s.Require(s.Input(3).ElementCount == 1, $"num_segments should be a scalar, not shape {s.Input(3).Shape}");
            for (int i = 1; i < count; i++) s.Require(ids.Integer(i - 1) <= ids.Integer(i), "segment ids are not increasing");
            long segments = counted ? s.Input(3).Integer(0) : count == 0 ? 0 : ids.Integer(count - 1) + 1;
            s.Require(segments >= 0, "segment ids must be >= 0");
            return segments;
        }
    }
}

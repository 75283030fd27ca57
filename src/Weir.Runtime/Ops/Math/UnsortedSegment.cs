using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Combines slices of data by the segment each belongs to; negative segments are dropped. A row per op.</summary>
/// <remarks>Source: segment_reduction_ops_impl.h; gradients: math_grad.py.</remarks>
internal sealed class UnsortedSegment<TReduction>(string name, string types, ElementTypes kernels, Action<GradientContext> gradient) : Op
    where TReduction : struct, ISegmentReduction
{
    public override OpDefinition Definition { get; } = $"{name}(data: T, segment_ids: Tindices, num_segments: Tnumsegments) -> output: T; "
        + $"T: {types}; Tindices: {(name == "UnsortedSegmentSum" ? "{int16, int32, int64}" : "{int32, int64}")}; Tnumsegments: {{int32, int64}} = int32";

    public override void InferShapes(ShapeContext c)
    {
        (Shape data, Shape ids) = (c.Input(0), c.Input(1));
        c.WithRank(2, 0);
        if (!ids.HasRank || !data.HasRank) return;
        c.Require(data.Rank >= ids.Rank, $"Shape must be at least rank {ids.Rank} but is rank {data.Rank}");
        for (int i = 0; i < ids.Rank; i++) c.MergeSizes(data[i], ids[i]);
        bool known = c.TryConstant(2, out long[] count);
        long segments = known ? count[0] : -1;
        c.Require(!known || segments >= 0, $"Dimension size, given by scalar input 2, must be non-negative but is {segments}");
        c.Output(0, Shape.Of([segments, .. data.Dimensions[ids.Rank..]]));
    }

    public override void Gradient(GradientContext g) => gradient(g);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices", "Tnumsegments");
        return r.ForType(kernels, default(Maker));
    }

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Segments<T>();
    }

    private sealed class Segments<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor data, Tensor ids) = (s.Input(0), s.Input(1));
            s.Require(s.Input(2).Shape.Rank == 0, $"num_segments should be a scalar, not shape {s.Input(2).Shape}");
            long segments = s.Input(2).Integer(0);
            s.Require(segments >= 0, $"Input num_segments == {segments} must not be negative.");
            int prefix = ids.Shape.Rank;
            s.Require(data.Shape.Rank >= prefix && data.Shape.Dimensions[..prefix].SequenceEqual(ids.Shape.Dimensions),
                $"data.shape = {data.Shape} does not start with segment_ids.shape = {ids.Shape}");
            Span<long> sizes = stackalloc long[data.Shape.Rank - prefix + 1];
            sizes[0] = segments;
            data.Shape.Dimensions[prefix..].CopyTo(sizes[1..]);
            Span<T> output = s.Output(0, sizes).Elements<T>();
            output.Fill(TReduction.Initial<T>());
            Accumulate(s, data.Elements<T>(), ids, segments, output);
        }

        private static void Accumulate(StepContext s, ReadOnlySpan<T> data, Tensor ids, long segments, Span<T> output)
        {
            int rows = checked((int)ids.ElementCount);
            int block = rows == 0 ? 0 : data.Length / rows;
            for (int i = 0; i < rows; i++)
            {
                long id = ids.Integer(i);
                s.Require(id < segments, $"segment_ids[{i}] = {id} is out of range [0, {segments})");
                if (id >= 0 && block > 0) TReduction.Combine(output.Slice((int)id * block, block), data.Slice(i * block, block));
            }
        }
    }
}

/// <summary>The unsorted segment ops, and what flows back through them.</summary>
internal static class UnsortedSegment
{
    public static readonly Op[] All =
    [
        new UnsortedSegment<SegmentMaximum>("UnsortedSegmentMax", "{realnumbers}", ElementTypes.Reals, FlowToExtremes),
        new UnsortedSegment<SegmentMinimum>("UnsortedSegmentMin", "{realnumbers}", ElementTypes.Reals, FlowToExtremes),
        new UnsortedSegment<SegmentProduct>("UnsortedSegmentProd", "{numbers}", ElementTypes.Numbers, FlowToFactors),
        new UnsortedSegment<SegmentTotal>("UnsortedSegmentSum", "{numbers}", ElementTypes.Numbers, g => g.Flow(0, Take(g.Outgoing(0), g.Input(1)).Rows)),
    ];

    public static Output Sum(Output data, Output segments, Output count) => data.Operation.Graph.AddOperation("UnsortedSegmentSum", [data, segments, count])[0];

    /// <summary>For each segment number its row; zeros for a negative one.</summary>
    /// <returns>The rows, which of them are there in the same shape, and the numbers without negative ones.</returns>
    private static (Output Rows, Output Present, Output Numbers) Take(Output values, Output ids)
    {
        Graph graph = ids.Operation.Graph;
        Output zero = graph.Const(0, ids.DType);
        Output numbers = BinaryMath.Maximum(ids, zero);
        Output gathered = GatherV2.Build(values, numbers, 0);
        Output present = Comparisons.GreaterEqual(ids, zero);
        Output ones = Fill.Build(Reshape.Build(Rank.Build(gathered) - Rank.Build(present), graph.Const(Tensor.From(1))), graph.Const(1));
        Output aligned = Reshape.Build(present, ConcatV2.Build([ShapeOp.Build(present), ones], 0));
        return (SelectV2.Build(aligned, gathered, graph.Const(0, gathered.DType)), aligned, numbers);
    }

    // Shared equally among ties.
    private static void FlowToExtremes(GradientContext g)
    {
        (Output rows, Output present, _) = Take(g.Output(0), g.Input(1));
        Output chosen = Logic.And(Comparisons.Equal(g.Input(0), rows), present);
        Output ties = Sum(CastOp.Build(chosen, g.Outgoing(0).DType), g.Input(1), g.Input(2));
        Output shares = Take(g.Outgoing(0) / ties, g.Input(1)).Rows;
        g.Flow(0, SelectV2.Build(chosen, shares, g.Graph.ZerosLike(shares)));
    }

    private static void FlowToFactors(GradientContext g)
    {
        (Output data, Output ids, Output count) = (g.Input(0), g.Input(1), g.Input(2));
        Output isZero = Comparisons.Equal(data, g.Graph.ZerosLike(data));
        Output zeros = Sum(CastOp.Build(isZero, DType.Int32), ids, count);
        Output dy = g.Outgoing(0);
        dy = SelectV2.Build(Comparisons.Greater(zeros, g.Graph.Const(1)), g.Graph.ZerosLike(dy), dy);
        Output others = g.Graph.AddOperation(g.Operation.Type, [SelectV2.Build(isZero, OnesLike.Build(data), data), ids, count])[0];
        Output numbers = Take(dy, ids).Numbers;
        Output slope = SelectV2.Build(isZero, GatherV2.Build(others, numbers, 0), GatherV2.Build(g.Output(0), numbers, 0) / data);
        g.Flow(0, Take(dy, ids).Rows * slope);
    }
}

using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Combines rows of data that have the same segment number; the numbers do not fall. A row per op.</summary>
/// <remarks>A segment without rows is 0, of products 1. Source: segment_reduction_ops_impl.h; gradients: math_grad.py.</remarks>
internal sealed class Segment<TReduction>(string name, string types, ElementTypes kernels, bool mean, Action<GradientContext> gradient) : Op
    where TReduction : struct, ISegmentReduction
{
    public override OpDefinition Definition { get; } = $"{name}(data: T, segment_ids: Tindices) -> output: T; T: {types}; Tindices: {{int32, int64}}";

    public override void InferShapes(ShapeContext c)
    {
        (Shape data, _) = (c.WithRankAtLeast(0, 1), c.WithRank(1, 1));
        if (data.HasRank) c.Output(0, Shape.OfRank(1).Concatenate(data.Slice(1..)));
    }

    public override void Gradient(GradientContext g) => gradient(g);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices");
        return !mean ? r.ForType(kernels, default(Maker)) : r.Type("T").IsInteger() ? r.ForInteger(default(IntegerMeanMaker)) : r.ForNumber(kernels, default(MeanMaker));
    }

    private delegate void Division<T>(Span<T> row, int count);

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Rows<T>(null);
    }

    private readonly struct MeanMaker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Rows<T>(static (row, count) =>
        {
            using Tensor divisor = ConstBuilding.Scalar(count, DTypes.Of<T>());
            Elementwise.Binary<T, Divide>(row, divisor.Elements<T>(), row);
        });
    }

    private readonly struct IntegerMeanMaker : IIntegerKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new Rows<T>(static (row, count) =>
        {
            foreach (ref T value in row) value = IntegerDivision.Truncate(value, T.CreateTruncating(count));
        });
    }

    private sealed class Rows<T>(Division<T>? division) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor data, Tensor ids) = (s.Input(0), s.Input(1));
            s.Require(data.Shape.Rank >= 1, "input must be at least rank 1");
            s.Require(ids.Shape.Rank == 1, "segment_ids should be a vector.");
            s.Require(ids.ElementCount == data.Shape[0], "segment_ids should be the same size as dimension 0 of input.");
            int rows = (int)ids.ElementCount;
            long segments = rows == 0 ? 0 : ids.Integer(rows - 1) + 1;
            s.Require(segments >= 0, "segment ids must be >= 0");
            Span<long> sizes = stackalloc long[data.Shape.Rank];
            data.Shape.Dimensions.CopyTo(sizes);
            sizes[0] = segments;
            long last = -1;
            for (int i = 0; i < rows; i++)
            {
                long id = ids.Integer(i);
                s.Require(i == 0 || id >= last, "segment ids are not increasing");
                s.Require(id >= 0 && id < segments, $"Segment id {id} out of range [0, {segments}), possibly because 'segment_ids' input is not sorted.");
                last = id;
            }

            Span<T> output = s.Output(0, sizes).Elements<T>();
            output.Fill(typeof(TReduction) == typeof(SegmentProduct) ? TReduction.Initial<T>() : default);
            if (output.Length > 0) Combine(data.Elements<T>(), ids, rows, output);
        }

        private void Combine(ReadOnlySpan<T> data, Tensor ids, int rows, Span<T> output)
        {
            int block = data.Length / rows;
            for (int first = 0; first < rows;)
            {
                long id = ids.Integer(first);
                Span<T> result = output.Slice((int)id * block, block);
                data.Slice(first * block, block).CopyTo(result);
                int next = first + 1;
                for (; next < rows && ids.Integer(next) == id; next++) TReduction.Combine(result, data.Slice(next * block, block));
                if (next - first > 1) division?.Invoke(result, next - first);
                first = next;
            }
        }
    }
}

/// <summary>The sorted segment ops, and what flows back through them.</summary>
internal static class Segment
{
    public static readonly Op[] All =
    [
        new Segment<SegmentLastAbove>("SegmentMax", "{realnumbers}", ElementTypes.Reals, mean: false, FlowToExtremes),
        new Segment<SegmentTotal>("SegmentMean", "{numbers}", ElementTypes.Numbers, mean: true, g =>
        {
            Graph graph = g.Graph;
            Output rest = Rank.Build(g.Input(0)) - graph.Const(1);
            Output column = ConcatV2.Build([ShapeOp.Build(g.Input(1)), Fill.Build(Reshape.Build(rest, graph.Const(Tensor.From(1))), graph.Const(1))], 0);
            Output counts = Sum(Fill.Build(column, graph.Const(1.0, g.Outgoing(0).DType)), g.Input(1));
            g.Flow(0, GatherV2.Build(g.Outgoing(0) / counts, g.Input(1), 0));
        }),
        new Segment<SegmentLastBelow>("SegmentMin", "{realnumbers}", ElementTypes.Reals, mean: false, FlowToExtremes),
        new Segment<SegmentProduct>("SegmentProd", "{numbers}", ElementTypes.Numbers, mean: false, FlowToFactors),
        new Segment<SegmentTotal>("SegmentSum", "{numbers}", ElementTypes.Numbers, mean: false, g => g.Flow(0, GatherV2.Build(g.Outgoing(0), g.Input(1), 0))),
    ];

    public static Output Sum(Output data, Output ids) => data.Operation.Graph.AddOperation("SegmentSum", [data, ids])[0];

    // Shared equally among ties.
    private static void FlowToExtremes(GradientContext g)
    {
        (Output data, Output ids, Output dy) = (g.Input(0), g.Input(1), g.Outgoing(0));
        Output chosen = Comparisons.Equal(data, GatherV2.Build(g.Output(0), ids, 0));
        Output shares = GatherV2.Build(dy / Sum(CastOp.Build(chosen, dy.DType), ids), ids, 0);
        g.Flow(0, SelectV2.Build(chosen, shares, g.Graph.ZerosLike(data)));
    }

    private static void FlowToFactors(GradientContext g)
    {
        (Output data, Output ids, Output dy) = (g.Input(0), g.Input(1), g.Outgoing(0));
        Output isZero = Comparisons.Equal(data, g.Graph.ZerosLike(data));
        Output zeros = Sum(CastOp.Build(isZero, DType.Int32), ids);
        dy = SelectV2.Build(Comparisons.Greater(zeros, g.Graph.Const(1)), g.Graph.ZerosLike(dy), dy);
        Output filled = SelectV2.Build(isZero, OnesLike.Build(data), data);
        Output others = g.Graph.AddOperation(g.Operation.Type, [filled, ids])[0];
        Output slope = SelectV2.Build(isZero, GatherV2.Build(others, ids, 0), GatherV2.Build(g.Output(0), ids, 0) / filled);
        g.Flow(0, GatherV2.Build(dy, ids, 0) * slope);
    }

    /// <summary>The greatest; a NaN gives way to what comes after it.</summary>
    private readonly struct SegmentLastAbove : ISegmentReduction
    {
        public static T Initial<T>() where T : unmanaged => default;

        public static void Combine<T>(Span<T> result, ReadOnlySpan<T> row) where T : unmanaged => Elementwise.Binary<T, GreaterOrSecond>(result, row, result);
    }

    /// <summary>The least; a NaN gives way to what comes after it.</summary>
    private readonly struct SegmentLastBelow : ISegmentReduction
    {
        public static T Initial<T>() where T : unmanaged => default;

        public static void Combine<T>(Span<T> result, ReadOnlySpan<T> row) where T : unmanaged => Elementwise.Binary<T, LesserOrSecond>(result, row, result);
    }
}

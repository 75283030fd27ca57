using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Puts elements before and behind in each dimension: zeros, or with PadV2 a given value. Two rows of the table.</summary>
/// <remarks>Source: pad_op.cc.</remarks>
internal sealed class Pad(OpDefinition definition, bool hasValue) : Op
{
    /// <summary>TensorFlow's own limits, before and after neighbours that are not padded become one dimension.</summary>
    private const int MaxRank = 8;
    private const int MaxCollapsedRank = 6;

    private static readonly ElementTypes Types = ElementTypes.Numbers | new ElementTypes(DType.Bool, DType.QInt8, DType.QUInt8, DType.QInt32, DType.String);

    public static readonly Op[] All =
    [
        new Pad("Pad(input: T, paddings: Tpaddings) -> output: T; T: type; Tpaddings: {int32, int64} = int32", hasValue: false),
        new Pad("PadV2(input: T, paddings: Tpaddings, constant_values: T) -> output: T; T: type; Tpaddings: {int32, int64} = int32", hasValue: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        Shape paddings = c.WithRank(1, 2);
        c.MergeSizes(paddings[1], 2);
        long rank = c.MergeSizes(paddings[0], x.HasRank ? x.Rank : -1);
        if (rank is < 0 or > Shape.MaxRank) return;
        long[] sizes = Shape.OfRank((int)rank).Dimensions.ToArray();
        if (c.TryConstant(1, out long[] pads))
        {
            for (int i = 0; i < rank; i++)
            {
                c.Require(pads[2 * i] >= 0 && pads[(2 * i) + 1] >= 0, $"Paddings must be non-negative: {pads[2 * i]} {pads[(2 * i) + 1]}");
                if (x.HasRank && x[i] >= 0) sizes[i] = checked(x[i] + pads[2 * i] + pads[(2 * i) + 1]);
            }
        }

        c.Output(0, Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output x = g.Input(0);
        Output before = Slice.Build(g.Input(1), graph.Const(Tensor.From(0, 0)), Pack.Build([Rank.Build(x), graph.Const(1)]));
        before = CastOp.Build(Reshape.Build(before, graph.Const(Tensor.From(-1))), DType.Int32);
        g.Flow(0, Slice.Build(g.Outgoing(0), before, ShapeOp.Build(x)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tpaddings");
        return Types.Contains(r.Type("T")) ? r.ForMoving(new Maker(hasValue)) : throw r.NoKernel("T");
    }

    public static Output Build(Output x, Output paddings) => x.Operation.Graph.AddOperation("Pad", [x, paddings])[0];

    private readonly struct Maker(bool hasValue) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Surround<T>(hasValue);
    }

    private sealed class Surround<T>(bool hasValue) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor paddings) = (s.Input(0), s.Input(1));
            int rank = x.Shape.Rank;
            if (rank > MaxRank) throw new TfException(StatusCode.Unimplemented, $"inputs rank not in [0,{MaxRank}]: {rank}");
            s.Require(paddings.Shape.Rank == 2 && paddings.Shape[1] == 2, $"paddings must be a matrix with 2 columns: {paddings.Shape}");
            s.Require(paddings.Shape[0] == rank, $"The first dimension of paddings must be the rank of inputs{paddings.Shape} {x.Shape}");
            s.Require(!hasValue || s.Input(2).Shape.Rank == 0, "constant_values must be a scalar.");
            Span<long> starts = stackalloc long[rank];
            Span<long> sizes = stackalloc long[rank];
            for (int i = 0; i < rank; i++)
            {
                (long before, long behind) = (paddings.Integer(2 * i), paddings.Integer((2 * i) + 1));
                s.Require(before >= 0 && behind >= 0, $"Paddings must be non-negative: {before} {behind}");
                s.Require(before <= long.MaxValue / 4 && behind <= long.MaxValue / 4, $"Paddings are too large: {before} {behind}");
                (starts[i], sizes[i]) = (before, before + x.Shape[i] + behind);
            }

            RequireFewDimensions(s, x.Shape, sizes);
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            output.Fill(hasValue ? MovedElements.Of<T>(s.Input(2))[0] : MovedElements.Zero<T>());
            Blocks.CopyIn(MovedElements.Of<T>(x), x.Shape.Dimensions, starts, output, sizes);
        }

        private static void RequireFewDimensions(StepContext s, Shape x, ReadOnlySpan<long> sizes)
        {
            int dimensions = 0;
            for (int i = 0; i < sizes.Length; i++)
            {
                bool joins = i > 0 && sizes[i] == x[i] && sizes[i - 1] == x[i - 1];
                if (!joins) dimensions++;
            }

            s.Require(dimensions <= MaxCollapsedRank, $"Only ranks up to {MaxCollapsedRank} supported: {x}");
        }
    }
}

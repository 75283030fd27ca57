using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Puts or combines updates into slices of a tensor, each picked by a tuple of indices: a row per op.</summary>
/// <remarks>Updates apply in their order. Source: scatter_nd_op.cc; gradients: array_grad.py.</remarks>
internal sealed class Scatter(OpDefinition definition, ElementTypes types, Scatter.Way way, Action<GradientContext> gradient) : Op
{
    private const string Arguments = "(tensor: T, indices: Tindices, updates: T) -> output: T; T: type";
    private const string IndexTypes = "Tindices: {int32, int64}";

    private static readonly ElementTypes Texts = new(DType.Bool, DType.String);

    /// <summary>How an update meets what is there.</summary>
    internal enum Way
    {
        Put,
        Add,
        Subtract,
        Minimum,
        Maximum,
    }

    public static readonly Op[] All =
    [
        new Scatter("ScatterNd(indices: Tindices, updates: T, shape: Tindices) -> output: T; T: type; Tindices: {int16, int32, int64}",
            ElementTypes.Numbers | Texts, Way.Add, g => g.Flow(1, GatherNd.Build(g.Outgoing(0), g.Input(0)))),
        new Scatter("ScatterNdNonAliasingAdd(input: T, indices: Tindices, updates: T) -> output: T; T: {float, double, int32, uint8, int16, int8, complex64, "
            + $"int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64, bool}}; {IndexTypes}",
            ElementTypes.Numbers | new ElementTypes(DType.Bool), Way.Add, FlowToSum),
        new Scatter($"TensorScatterAdd{Arguments}; {IndexTypes}", ElementTypes.Numbers, Way.Add, FlowToSum),
        new Scatter($"TensorScatterMax{Arguments}; {IndexTypes}", ElementTypes.Reals, Way.Maximum, FlowToExtremes),
        new Scatter($"TensorScatterMin{Arguments}; {IndexTypes}", ElementTypes.Reals, Way.Minimum, FlowToExtremes),
        new Scatter($"TensorScatterSub{Arguments}; {IndexTypes}", ElementTypes.Numbers, Way.Subtract, g =>
        {
            g.Flow(0, g.Outgoing(0));
            g.Flow(2, -GatherNd.Build(g.Outgoing(0), g.Input(1)));
        }),
        new Scatter($"TensorScatterUpdate{Arguments}; Tindices: {{int16, int32, int64, uint16}}", ElementTypes.Numbers | Texts, Way.Put, g =>
        {
            g.Flow(0, Build("TensorScatterUpdate", g.Outgoing(0), g.Input(1), g.Graph.ZerosLike(g.Input(2))));
            g.Flow(2, GatherNd.Build(g.Outgoing(0), g.Input(1)));
        }),
    ];

    private readonly bool makesShape = definition.Name == "ScatterNd";

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape onto = makesShape ? c.ShapeFrom(2) : c.WithRankAtLeast(0, 1);
        Shape indices = c.WithRankAtLeast(makesShape ? 0 : 1, 1);
        Shape updates = makesShape ? c.WithRankAtLeast(1, 1) : c.Input(2);
        c.Require(onto.ElementCount != 0 || indices.ElementCount <= 0 || updates.ElementCount <= 0, "Indices and updates specified for empty input");
        if (onto.HasRank && indices.HasRank && updates.Rank > 0)
        {
            int outer = indices.Rank - 1;
            c.Require(updates.Rank >= outer, $"Shape must be at least rank {outer} but is rank {updates.Rank}");
            c.Merge(indices.Slice(..outer), updates.Slice(..outer));
            if (indices[-1] >= 0) c.Merge(onto.Slice((int)Math.Min(indices[-1], onto.Rank)..), updates.Slice(outer..));
        }

        c.Output(0, onto);
    }

    public override void Gradient(GradientContext g) => gradient(g);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices");
        DType dtype = r.Type("T");
        bool hasIndexKernel = r.InputTypes[makesShape ? 0 : 1] is DType.Int32 or DType.Int64;
        if (!types.Contains(dtype) || !hasIndexKernel) throw r.NoKernel("T");
        return way switch
        {
            Way.Put => r.ForMoving(default(PutMaker)),
            Way.Subtract => r.ForType(types, new Maker<Subtract>(makesShape)),
            Way.Minimum => r.ForType(types, default(ExtremeMaker<LesserOrSecond>)),
            Way.Maximum => r.ForType(types, default(ExtremeMaker<GreaterOrSecond>)),
            _ => dtype switch
            {
                DType.String => new ScatterKernel<byte[], Join>(makesShape),
                DType.Bool => new ScatterKernel<bool, Combine<bool, Or>>(makesShape),
                _ => r.ForType(types, new Maker<Add>(makesShape)),
            },
        };
    }

    /// <summary>Zeros of a shape with updates added.</summary>
    public static Output Build(Output indices, Output updates, Output shape) => Build("ScatterNd", indices, updates, shape);

    private static Output Build(string op, Output first, Output second, Output third) => first.Operation.Graph.AddOperation(op, [first, second, third])[0];

    private static void FlowToSum(GradientContext g)
    {
        g.Flow(0, g.Outgoing(0));
        g.Flow(2, GatherNd.Build(g.Outgoing(0), g.Input(1)));
    }

    // Shared equally among all that are the extreme.
    private static void FlowToExtremes(GradientContext g)
    {
        (Output x, Output indices, Output updates, Output dy) = (g.Input(0), g.Input(1), g.Input(2), g.Outgoing(0));
        Output ofX = CastOp.Build(Comparisons.Equal(x, g.Output(0)), dy.DType);
        Output ofUpdates = CastOp.Build(Comparisons.Equal(updates, GatherNd.Build(g.Output(0), indices)), dy.DType);
        Output all = ofX + Build(indices, ofUpdates, CastOp.Build(ShapeOp.Build(x), indices.DType));
        g.Flow(0, dy * ofX / all);
        g.Flow(2, GatherNd.Build(dy / all, indices) * ofUpdates);
    }

    private interface IUpdate<T>
    {
        static abstract void Apply(ReadOnlySpan<T> update, Span<T> slice);
    }

    private readonly struct Put<T> : IUpdate<T>
    {
        public static void Apply(ReadOnlySpan<T> update, Span<T> slice) => update.CopyTo(slice);
    }

    private readonly struct Combine<T, TOperator> : IUpdate<T>
        where T : unmanaged
        where TOperator : struct, IBinaryOperator
    {
        public static void Apply(ReadOnlySpan<T> update, Span<T> slice) => Elementwise.Binary<T, TOperator>(slice, update, slice);
    }

    /// <summary>The extreme of both; what is there stays if either is NaN.</summary>
    private readonly struct Extreme<T, TOperator> : IUpdate<T>
        where T : unmanaged
        where TOperator : struct, IBinaryOperator
    {
        public static void Apply(ReadOnlySpan<T> update, Span<T> slice) => Elementwise.Binary<T, TOperator>(update, slice, slice);
    }

    /// <summary>The sum of strings.</summary>
    private readonly struct Join : IUpdate<byte[]>
    {
        public static void Apply(ReadOnlySpan<byte[]> update, Span<byte[]> slice)
        {
            for (int i = 0; i < slice.Length; i++) slice[i] = [.. slice[i], .. update[i]];
        }
    }

    private readonly struct PutMaker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new ScatterKernel<T, Put<T>>(makesShape: false);
    }

    private readonly struct ExtremeMaker<TOperator> : IKernelMaker
        where TOperator : struct, IBinaryOperator
    {
        public Kernel Make<T>() where T : unmanaged => new ScatterKernel<T, Extreme<T, TOperator>>(makesShape: false);
    }

    private readonly struct Maker<TOperator>(bool makesShape) : IKernelMaker
        where TOperator : struct, IBinaryOperator
    {
        public Kernel Make<T>() where T : unmanaged => new ScatterKernel<T, Combine<T, TOperator>>(makesShape);
    }

    private sealed class ScatterKernel<T, TUpdate>(bool makesShape) : Kernel
        where TUpdate : struct, IUpdate<T>
    {
        public override void Run(StepContext s)
        {
            (Tensor indices, Tensor updates) = makesShape ? (s.Input(0), s.Input(1)) : (s.Input(1), s.Input(2));
            Span<long> sizes = stackalloc long[makesShape ? Rank(s) : s.Input(0).Shape.Rank];
            if (makesShape) s.Input(2).Integers(sizes);
            else s.Input(0).Shape.Dimensions.CopyTo(sizes);
            int depth = Check(s, indices.Shape, updates.Shape, sizes);
            IndexTuples tuples = new(indices, depth, sizes);
            Span<T> output = makesShape ? Zeros(s.Output(0, sizes)) : Amended.Output<T>(s);
            if (tuples.Count > 0) Apply(s, tuples, sizes, MovedElements.Of<T>(updates), output);
        }

        private static int Rank(StepContext s)
        {
            Shape shape = s.Input(2).Shape;
            s.Require(shape.Rank == 1, $"Shape must be a vector, got shape {shape}");
            s.Require(shape[0] <= Shape.MaxRank, $"Shape has too many dimensions: {shape[0]}");
            return (int)shape[0];
        }

        private static int Check(StepContext s, Shape indices, Shape updates, ReadOnlySpan<long> sizes)
        {
            s.Require(indices.Rank >= 1, $"Indices shape must have rank at least one. Found:{indices}");
            s.Require(updates.Rank >= 1, $"Updates shape must have rank at least one. Found:{updates}");
            s.Require(sizes.Length >= 1, "Output must be at least 1-D, got shape: []");
            foreach (long size in sizes) s.Require(size >= 0, $"Dimension {size} must be >= 0");
            bool empty = Shape.CountOrOverflow(sizes) == 0;
            s.Require(!empty || indices.ElementCount == 0 || updates.ElementCount == 0, "Indices and updates specified for empty output shape");
            // A vector of indices is a column of tuples of one.
            int depth = indices.Rank > 1 ? (int)Math.Min(indices[-1], int.MaxValue) : 1;
            ReadOnlySpan<long> outer = indices.Rank > 1 ? indices.Dimensions[..^1] : indices.Dimensions;
            s.Require(updates.Rank >= outer.Length && updates.Dimensions[..outer.Length].SequenceEqual(outer),
                $"Outer dimensions of indices and update must match. Indices shape: {indices}, updates shape:{updates}");
            s.Require(depth <= sizes.Length && updates.Dimensions[outer.Length..].SequenceEqual(sizes[depth..]),
                $"Inner dimensions of output shape must match inner dimensions of updates shape. Indices shape: {indices}, updates shape:{updates}");
            return depth;
        }

        private static Span<T> Zeros(Tensor output)
        {
            Span<T> elements = MovedElements.Of<T>(output);
            elements.Fill(MovedElements.Zero<T>());
            return elements;
        }

        private static void Apply(StepContext s, in IndexTuples tuples, ReadOnlySpan<long> sizes, ReadOnlySpan<T> updates, Span<T> output)
        {
            int block = updates.Length / (int)tuples.Count;
            for (int i = 0; i < tuples.Count; i++)
            {
                long slice = tuples.Slice(i);
                if (slice < 0) throw new TfException(StatusCode.InvalidArgument, $"{tuples.Text(i)} does not index into shape {Shape.Of(sizes)}");
                TUpdate.Apply(updates.Slice(i * block, block), output.Slice((int)slice * block, block));
            }
        }
    }
}

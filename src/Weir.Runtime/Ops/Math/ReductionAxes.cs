using Weir.Simd;

namespace Weir.Ops;

/// <summary>Which dimensions a reduction reduces, said by its second input: axes from either end, of any shape.</summary>
internal static class ReductionAxes
{
    /// <summary>The way through a kernel's first input, and the shape of what comes out.</summary>
    /// <param name="s">The kernel's context: input 0 is reduced over the axes in input 1.</param>
    /// <param name="keepDims">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="last">Where the kernel keeps its last plan.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: an axis is out of range or comes twice.</exception>
    public static ShapePlan<ReducePlan> Plan(StepContext s, bool keepDims, ref ShapePlan<ReducePlan>? last)
    {
        (Shape shape, Tensor axes) = (s.Input(0).Shape, s.Input(1));
        if (last is { } known && known.IsFor(shape, axes)) return known;
        return last = Make(s, shape, axes, keepDims);
    }

    private static ShapePlan<ReducePlan> Make(StepContext s, Shape shape, Tensor axes, bool keepDims)
    {
        Span<bool> reduced = stackalloc bool[shape.Rank];
        Read(s, axes, shape.Rank, reduced);
        return new ShapePlan<ReducePlan>(shape, axes.Integers(), Result(shape, reduced, keepDims), ReducePlan.Create(shape.Dimensions, reduced));
    }

    /// <summary>Marks the reduced dimensions.</summary>
    private static void Read(StepContext s, Tensor axes, int rank, Span<bool> reduced)
    {
        reduced.Clear();
        for (int i = 0; i < axes.ElementCount; i++)
        {
            long axis = axes.Integer(i);
            s.Require(axis >= -rank && axis < rank, $"Invalid reduction dimension ({axis} for input with {rank} dimension(s)");
            int dimension = (int)(axis < 0 ? axis + rank : axis);
            s.Require(!reduced[dimension], $"Invalid reduction arguments: Axes contains duplicate dimension: {dimension}");
            reduced[dimension] = true;
        }
    }

    private static Shape Result(Shape shape, ReadOnlySpan<bool> reduced, bool keepDims)
    {
        Span<long> sizes = stackalloc long[reduced.Length];
        int rank = 0;
        for (int i = 0; i < reduced.Length; i++)
        {
            if (!reduced[i]) sizes[rank++] = shape[i];
            else if (keepDims) sizes[rank++] = 1;
        }

        return Shape.Of(sizes[..rank]);
    }

    /// <summary>The shape rule of reductions.</summary>
    public static void Infer(ShapeContext c)
    {
        Shape x = c.Input(0);
        bool keepDims = c.Attributes.Get<bool>("keep_dims");
        c.Require(c.Input(1).Rank <= 1, $"Shape must be at most rank 1 but is rank {c.Input(1).Rank}");
        if (!x.HasRank) return;
        if (!c.TryConstant(1, out long[] axes))
        {
            bool reducesNothing = c.Input(1).ElementCount == 0;
            c.Output(0, reducesNothing ? x : keepDims ? Shape.OfRank(x.Rank) : RankUnlessDuplicate(c, x));
            return;
        }

        bool[] reduced = new bool[x.Rank];
        foreach (long axis in axes)
        {
            c.Require(axis >= -x.Rank && axis < x.Rank, $"Invalid reduction dimension {axis} for input with {x.Rank} dimensions.");
            reduced[axis < 0 ? axis + x.Rank : axis] = true;
        }

        List<long> sizes = [];
        for (int i = 0; i < reduced.Length; i++)
        {
            if (!reduced[i]) sizes.Add(x[i]);
            else if (keepDims) sizes.Add(1);
        }

        c.Output(0, Shape.Of([.. sizes]));
    }

    // One axis reduces one dimension; of several, some may be the same.
    private static Shape RankUnlessDuplicate(ShapeContext c, Shape x) => c.Input(1).ElementCount == 1 && x.Rank > 0 ? Shape.OfRank(x.Rank - 1) : Shape.Unknown;

    /// <summary>The input's sizes with 1 for each reduced dimension: the shape of the result as if it kept them.</summary>
    public static Output KeptShape(Output sizes, Output axes)
    {
        Graph graph = sizes.Operation.Graph;
        axes = CastOp.Build(axes, DType.Int32);
        Output rank = Size.Build(sizes);
        Output positive = IntegerMath.FloorMod(axes + rank, rank);
        return DynamicStitch.Build([RangeOp.Build(graph.Const(0), rank, graph.Const(1)), positive], [sizes, Fill.Build(ShapeOp.Build(positive), graph.Const(1))]);
    }
}

using Weir.Simd;

namespace Weir.Ops;

/// <summary>The shape of two operands that broadcast against each other.</summary>
internal static class BroadcastShapes
{
    /// <summary>TensorFlow's own limit on the dimensions of a broadcast, once those that go together are one.</summary>
    private const int MaxRank = 5;

    /// <summary>Makes output 0 of a kernel whose first two inputs broadcast.</summary>
    /// <param name="s">The kernel's context.</param>
    /// <param name="x">Input 0.</param>
    /// <param name="y">Input 1.</param>
    /// <param name="inPlace">Whether the output may be in an input's memory: the elements have one size, and each is read before it is written.</param>
    /// <param name="plan">How to walk the operands.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: the shapes do not fit. UNIMPLEMENTED: too many dimensions.</exception>
    public static Tensor Output(StepContext s, Tensor x, Tensor y, bool inPlace, out BroadcastPlan plan)
    {
        MakePlan(s, x, y, out plan);
        Span<long> sizes = stackalloc long[Math.Max(x.Shape.Rank, y.Shape.Rank)];
        Fill(sizes, x.Shape.Dimensions, y.Shape.Dimensions);
        if (inPlace && sizes.SequenceEqual(x.Shape.Dimensions)) return s.OutputOver(0, 0);
        if (inPlace && sizes.SequenceEqual(y.Shape.Dimensions)) return s.OutputOver(0, 1);
        return s.Output(0, sizes);
    }

    /// <summary>How two operands are walked, and the shape of the result.</summary>
    /// <param name="s">The kernel's context.</param>
    /// <param name="x">Input 0.</param>
    /// <param name="y">Input 1.</param>
    /// <param name="last">Where the kernel keeps its last plan.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: the shapes do not fit. UNIMPLEMENTED: too many dimensions.</exception>
    public static ShapePlan<BroadcastPlan> Plan(StepContext s, Tensor x, Tensor y, ref ShapePlan<BroadcastPlan>? last)
    {
        if (last is { } known && known.IsFor(x.Shape, y.Shape.Dimensions)) return known;
        MakePlan(s, x, y, out BroadcastPlan plan);
        long[] sizes = new long[Math.Max(x.Shape.Rank, y.Shape.Rank)];
        Fill(sizes, x.Shape.Dimensions, y.Shape.Dimensions);
        return last = new ShapePlan<BroadcastPlan>(x.Shape, y.Shape.Dimensions.ToArray(), Shape.Of(sizes), plan);
    }

    private static void MakePlan(StepContext s, Tensor x, Tensor y, out BroadcastPlan plan)
    {
        bool fits = BroadcastPlan.TryCreate(x.Shape.Dimensions, y.Shape.Dimensions, out plan);
        s.Require(fits, $"Incompatible shapes: {x.Shape} vs. {y.Shape}");
        if (plan.Rank > MaxRank) throw new TfException(StatusCode.Unimplemented, $"Broadcast between {x.Shape} and {y.Shape} is not supported yet.");
    }

    /// <summary>The sizes of the result of shapes that are known to fit.</summary>
    public static void Fill(Span<long> result, ReadOnlySpan<long> x, ReadOnlySpan<long> y)
    {
        for (int i = 1; i <= result.Length; i++)
        {
            long a = i <= x.Length ? x[^i] : 1;
            long b = i <= y.Length ? y[^i] : 1;
            result[^i] = a == 1 ? b : a;
        }
    }

    /// <summary>The rule for partly known shapes: an unknown size against a known one above 1 must be that size.</summary>
    public static Shape Infer(ShapeContext c, Shape x, Shape y)
    {
        if (!x.HasRank || !y.HasRank) return Shape.Unknown;
        long[] sizes = new long[Math.Max(x.Rank, y.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            long a = i <= x.Rank ? x[-i] : 1;
            long b = i <= y.Rank ? y[-i] : 1;
            sizes[^i] = (a, b) switch
            {
                (1, _) => b,
                (_, 1) => a,
                (-1, _) => b > 1 ? b : -1,
                (_, -1) => a > 1 ? a : -1,
                _ => c.MergeSizes(a, b),
            };
        }

        return Shape.Of(sizes);
    }
}

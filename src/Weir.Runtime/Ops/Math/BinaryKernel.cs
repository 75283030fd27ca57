using Weir.Simd;

namespace Weir.Ops;

/// <summary>Runs an element-wise operator of two operands: over each other's memory where the shapes are equal, else broadcasting.</summary>
internal sealed class BinaryKernel<T, TOperator> : Kernel
    where T : unmanaged
    where TOperator : struct, IBinaryOperator
{
    /// <summary>TensorFlow's own limit.</summary>
    private const int MaxRank = 5;

    public override void Run(StepContext s)
    {
        Tensor x = s.Input(0);
        Tensor y = s.Input(1);
        ReadOnlySpan<T> left = x.Elements<T>();
        ReadOnlySpan<T> right = y.Elements<T>();
        if (y.Shape.Rank == 0 || x.Shape.Equals(y.Shape))
        {
            Elementwise.Binary<T, TOperator>(left, right, s.OutputOver(0, 0).Elements<T>());
            return;
        }

        bool fits = BroadcastPlan.TryCreate(x.Shape.Dimensions, y.Shape.Dimensions, out BroadcastPlan plan);
        s.Require(fits, $"Incompatible shapes: {x.Shape} vs. {y.Shape}");
        if (plan.Rank > MaxRank) throw new TfException(StatusCode.Unimplemented, $"Broadcast between {x.Shape} and {y.Shape} is not supported yet.");
        int rank = Math.Max(x.Shape.Rank, y.Shape.Rank);
        Span<long> sizes = stackalloc long[rank];
        BroadcastShapes.Fill(sizes, x.Shape.Dimensions, y.Shape.Dimensions);
        Elementwise.Binary<T, TOperator>(plan, left, right, s.Output(0, sizes).Elements<T>());
    }
}

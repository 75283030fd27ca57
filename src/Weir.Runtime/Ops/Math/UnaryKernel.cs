using Weir.Simd;

namespace Weir.Ops;

/// <summary>Runs an element-wise operator of one operand, in place where it may.</summary>
internal sealed class UnaryKernel<T, TOperator> : Kernel
    where T : unmanaged
    where TOperator : struct, IUnaryOperator
{
    public override void Run(StepContext s)
    {
        ReadOnlySpan<T> x = s.Input(0).Elements<T>();
        Elementwise.Unary<T, TOperator>(x, s.OutputOver(0, 0).Elements<T>());
    }
}

using Weir.Simd;

namespace Weir.Ops;

/// <summary>What an op does to two elements of one type, where there is no vector form.</summary>
internal interface IScalarOperator<T>
{
    static abstract T Invoke(T x, T y);
}

/// <summary>Refuses a second operand: gives the error, or null.</summary>
internal delegate TfException? OperandCheck<T>(ReadOnlySpan<T> y);

/// <summary>Runs an operator on two operands that broadcast, one element after the other.</summary>
/// <param name="check">Looks at the second operand before a result that is not empty is made.</param>
internal sealed class ScalarKernel<T, TOperator>(OperandCheck<T>? check = null) : Kernel
    where T : unmanaged
    where TOperator : struct, IScalarOperator<T>
{
    public override void Run(StepContext s)
    {
        (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
        ReadOnlySpan<T> left = x.Elements<T>();
        ReadOnlySpan<T> right = y.Elements<T>();
        Span<T> z = BroadcastShapes.Output(s, x, y, inPlace: true, out BroadcastPlan plan).Elements<T>();
        if (z.Length > 0 && check?.Invoke(right) is { } error) throw error;
        (int stepX, int stepY, _) = plan.InnerSteps;
        int inner = (int)plan.InnerLength;
        for (int row = 0, i = 0; i < z.Length; row++)
        {
            (long atX, long atY, _) = plan.Offsets(row);
            for (int column = 0; column < inner; column++, i++)
            {
                z[i] = TOperator.Invoke(left[(int)atX + (column * stepX)], right[(int)atY + (column * stepY)]);
            }
        }
    }
}

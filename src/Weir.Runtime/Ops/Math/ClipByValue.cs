using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Elements brought between two bounds, each a scalar or one for each element. NaN stays, and clips nothing as a bound.</summary>
/// <remarks>max(min(t, high), low), so the lower bound wins. Source: cwise_op_clip.cc; gradient: clip_ops.py.</remarks>
internal sealed class ClipByValue : Op
{
    private static readonly ElementTypes Types = ElementTypes.Floats | ElementTypes.SignedIntegers | new ElementTypes(DType.UInt8, DType.UInt16);

    public override OpDefinition Definition { get; } = "ClipByValue(t: T, clip_value_min: T, clip_value_max: T) -> output: T; T: {numbers}";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
        (Output x, Output low, Output high, Output dy) = (g.Input(0), g.Input(1), g.Input(2), g.Outgoing(0));
        Output zeros = g.Graph.ZerosLike(dy);
        (Output below, Output above) = (Comparisons.Greater(low, x), Comparisons.Greater(x, high));
        g.Flow(0, SelectV2.Build(below, zeros, SelectV2.Build(above, zeros, dy)));
        g.Flow(1, BroadcastGradients.SumTo(SelectV2.Build(below, dy, zeros), low, dy));
        g.Flow(2, BroadcastGradients.SumTo(SelectV2.Build(above, dy, zeros), high, dy));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.Complex64 => new ClipKernel<Complex64, ByParts<Complex64>>(),
        DType.Complex128 => new ClipKernel<Complex, ByParts<Complex>>(),
        _ => r.ForType(Types, default(Maker)),
    };

    public static Output Build(Output x, double low, double high) =>
        x.Operation.Graph.AddOperation("ClipByValue", [x, x.Operation.Graph.Const(low, x.DType), x.Operation.Graph.Const(high, x.DType)])[0];

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new ClipKernel<T, ByLanes<T>>();
    }

    private interface IClip<T>
    {
        static abstract void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> low, ReadOnlySpan<T> high, Span<T> y);
    }

    private readonly struct ByLanes<T> : IClip<T>
        where T : unmanaged
    {
        public static void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> low, ReadOnlySpan<T> high, Span<T> y)
        {
            Elementwise.Binary<T, LesserOrSecond>(high, x, y);
            Elementwise.Binary<T, GreaterOrSecond>(low, y, y);
        }
    }

    /// <summary>Complex numbers are compared by their real parts.</summary>
    private readonly struct ByParts<T> : IClip<T>
        where T : unmanaged
    {
        public static void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> low, ReadOnlySpan<T> high, Span<T> y)
        {
            for (int i = 0; i < y.Length; i++)
            {
                (T least, T most) = (low[low.Length == 1 ? 0 : i], high[high.Length == 1 ? 0 : i]);
                T lesser = Real(x[i]) > Real(most) ? most : x[i];
                y[i] = Real(lesser) < Real(least) ? least : lesser;
            }
        }

        private static double Real(T value) => value is Complex64 single ? single.Real : value is Complex number ? number.Real : double.NaN;
    }

    private sealed class ClipKernel<T, TClip> : Kernel
        where T : unmanaged
        where TClip : struct, IClip<T>
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor low, Tensor high) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require((low.Shape.Rank == 0 || low.Shape.Equals(x.Shape)) && (high.Shape.Rank == 0 || high.Shape.Equals(x.Shape)),
                $"clip_value_min and clip_value_max must be either of the same shape as input, or a scalar. "
                + $"input shape: {x.Shape}clip_value_min shape: {low.Shape}clip_value_max shape: {high.Shape}");
            TClip.Run(x.Elements<T>(), low.Elements<T>(), high.Elements<T>(), s.OutputLike(0, x).Elements<T>());
        }
    }
}

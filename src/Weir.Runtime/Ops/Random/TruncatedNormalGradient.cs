namespace Weir.Ops;

/// <summary>How a number between bounds, drawn from a normal distribution, follows mean, deviation and bounds.</summary>
/// <remarks>
/// The share of the distribution below the number stays what it is, so it is differentiated implicitly (Figurnov and others, 2018).
/// Source: random_grad.py.
/// </remarks>
internal static class TruncatedNormalGradient
{
    private const int Mean = 2;

    /// <summary>Says what flows to mean, deviation, least and greatest: inputs 2 to 5 of the operation.</summary>
    public static void Flow(GradientContext g)
    {
        (Output mean, Output deviation, Output sample) = (g.Input(Mean), g.Input(Mean + 1), g.Output(0));
        Output z = Standard(sample), least = Standard(g.Input(Mean + 2)), most = Standard(g.Input(Mean + 3));
        Output below = (Below(z) - Below(least)) / (Below(most) - Below(least));
        (double tiny, double one) = Bounds(sample.DType.BaseType());
        Output share = ClipByValue.Build(below, tiny, one);
        Reach(0, OnesLike.Build(sample));
        Reach(1, z);
        Reach(2, (((z.Square() - least.Square()) * 0.5) + (-share).Log1p()).Exp());
        Reach(3, (((z.Square() - most.Square()) * 0.5) + share.Log()).Exp());

        Output Standard(Output x) => (x - mean) / deviation;

        void Reach(int parameter, Output slope) => g.Flow(Mean + parameter, BroadcastGradients.SumTo(g.Outgoing(0) * slope, g.Input(Mean + parameter), sample));
    }

    /// <summary>The share of the standard normal distribution below x.</summary>
    private static Output Below(Output x) => (x * -Math.Sqrt(0.5)).Erfc() * 0.5;

    /// <summary>The smallest normal number, and the largest below 1.</summary>
    private static (double Tiny, double One) Bounds(DType dtype) => dtype switch
    {
        DType.Float16 => (6.103515625e-05, 1 - 9.765625e-04),
        DType.Float32 => (1.1754943508222875e-38, 1 - 1.1920928955078125e-07),
        _ => (2.2250738585072014e-308, 1 - 2.220446049250313e-16),
    };
}

using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The input, unless it holds NaN or infinities: then an error. V2 tells the infinities apart. Two rows of the table.</summary>
/// <remarks>Source: check_numerics_op.cc; gradients: array_grad.py.</remarks>
internal sealed class CheckNumerics(OpDefinition definition, bool tellsSigns) : Op
{
    public static readonly Op[] All =
    [
        new CheckNumerics("CheckNumerics(tensor: T) -> output: T; T: {bfloat16, half, float, double}; message: string | stateful", tellsSigns: false),
        new CheckNumerics("CheckNumericsV2(tensor: T) -> output: T; T: {bfloat16, half, float, double}; message: string | stateful", tellsSigns: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g) => g.Flow(0, g.Graph.AddOperation(Name, [g.Outgoing(0)], new Dictionary<string, object>
    {
        ["message"] = "Not a number (NaN) or infinity (Inf) values detected in gradient. "
            + $"{g.Operation.Attributes.GetString("message")}",
    })[0]);

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(ElementTypes.Floats, new Maker(r.String("message"), tellsSigns));

    private readonly struct Maker(string message, bool tellsSigns) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Check<T>(message, tellsSigns);
    }

    private sealed class Check<T>(string message, bool tellsSigns) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            bool nan = false, high = false, low = false;
            foreach (T element in s.Input(0).Elements<T>())
            {
                double value = Value(element);
                if (double.IsFinite(value)) continue;
                nan |= double.IsNaN(value);
                high |= double.IsPositiveInfinity(value);
                low |= double.IsNegativeInfinity(value);
            }

            if (nan || high || low) throw new TfException(StatusCode.InvalidArgument, $"{message} : Tensor had {Found(nan, high, low)} values");
            s.Forward(0, 0);
        }

        private static double Value(T element) => element switch
        {
            float number => number,
            double number => number,
            Half number => (double)number,
            BFloat16 number => (float)number,
            _ => 0,
        };

        private string Found(bool nan, bool high, bool low)
        {
            List<string> found = [];
            if (tellsSigns && low) found.Add("-Inf");
            if (tellsSigns && high) found.Add("+Inf");
            if (!tellsSigns && (low || high)) found.Add("Inf");
            if (nan) found.Add("NaN");
            return found.Count < 3 ? string.Join(" and ", found) : $"{found[0]}, {found[1]}, and {found[2]}";
        }
    }
}

using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradient of QuantizeAndDequantizeV4: through where the input lies within its range, and nothing to the range.</summary>
/// <remarks>Source: quantize_and_dequantize_op.cc.</remarks>
internal sealed class QuantizeAndDequantizeGradient : Op
{
    public override OpDefinition Definition { get; } = "QuantizeAndDequantizeV4Grad(gradients: T, input: T, input_min: T, input_max: T) -> input_backprop: T, "
        + "input_min_backprop: T, input_max_backprop: T; T: {bfloat16, half, float, double}; axis: int = -1";

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, c.Merge(QuantizeAndDequantize.InferData(c, 1), c.Input(0)));
        c.Output(1, c.Input(2));
        c.Output(2, c.Input(3));
    }

    public override void Gradient(GradientContext g) =>
        g.Flow(0, Build(g.Outgoing(0), g.Input(1), g.Input(2), g.Input(3), g.Operation.Attributes.Get<long>("axis"))[0]);

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.Float32 => new Pass<float>(r.Int("axis")),
        DType.Float64 => new Pass<double>(r.Int("axis")),
        _ => throw r.NoKernel("T"),
    };

    public static Operation Build(Output gradients, Output x, Output minimum, Output maximum, long axis) => x.Operation.Graph.AddOperation(
        "QuantizeAndDequantizeV4Grad", [gradients, x, minimum, maximum], new Dictionary<string, object> { ["axis"] = axis });

    private sealed class Pass<T>(long axis) : Kernel
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override void Run(StepContext s)
        {
            (Tensor gradients, Tensor x, Tensor minimum, Tensor maximum) = (s.Input(0), s.Input(1), s.Input(2), s.Input(3));
            s.Require(gradients.Shape.Equals(x.Shape), $"gradient and input must be the same size: {gradients.Shape} vs. {x.Shape}");
            s.Require(axis >= -1 && axis < Math.Max(x.Shape.Rank, 0) || axis == -1, $"Axis should be -1 or 0 or a positive value less than {x.Shape.Rank}but given axis value was {axis}");
            Slabs slabs = axis == -1 ? new Slabs(1, 1, x.ElementCount) : Slabs.Of(x.Shape.Dimensions, (int)axis);
            s.Require(minimum.ElementCount == slabs.Length && maximum.ElementCount == slabs.Length, $"The ranges {minimum.Shape} and {maximum.Shape} do not fit the input {x.Shape}.");
            ReadOnlySpan<T> from = gradients.Elements<T>(), values = x.Elements<T>(), lows = minimum.Elements<T>(), highs = maximum.Elements<T>();
            Span<T> to = s.OutputLike(0, x).Elements<T>();
            for (int i = 0; i < to.Length; i++)
            {
                int slice = (int)(i / slabs.Inner % slabs.Length);
                to[i] = values[i] >= lows[slice] && values[i] <= highs[slice] ? from[i] : T.Zero;
            }

            s.OutputLike(1, minimum).Clear();
            s.OutputLike(2, maximum).Clear();
        }
    }
}

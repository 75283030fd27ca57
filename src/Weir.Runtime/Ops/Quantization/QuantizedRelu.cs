using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>max(x, 0), or that and at most 6, of quantized bytes. Two rows of the table.</summary>
/// <remarks>Source: quantized_activation_ops.cc.</remarks>
internal sealed class QuantizedRelu(OpDefinition definition, bool six) : Op
{
    public static readonly Op[] All =
    [
        new QuantizedRelu("QuantizedRelu(features: Tinput, min_features: float, max_features: float) -> activations: out_type, min_activations: float, max_activations: float; "
            + $"Tinput: {QuantizedTypes.All}; out_type: {QuantizedTypes.All} = quint8", six: false),
        new QuantizedRelu("QuantizedRelu6(features: Tinput, min_features: float, max_features: float) -> activations: out_type, min_activations: float, max_activations: float; "
            + $"Tinput: {QuantizedTypes.All}; out_type: {QuantizedTypes.All} = quint8", six: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(1, 0);
        c.WithRank(2, 0);
        c.Output(0, c.Input(0));
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => (r.Type("Tinput"), r.Type("out_type")) switch
    {
        (DType.QUInt8, DType.QUInt8) => new Clamp<byte>(six),
        (DType.QInt32, DType.QInt32) => new Clamp<int>(six),
        _ => throw r.NoKernel("Tinput", "out_type"),
    };

    private sealed class Clamp<T>(bool six) : Kernel
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override void Run(StepContext s)
        {
            (float low, float high) = (QuantizedTypes.Scalar(s, 1, "min_features"), QuantizedTypes.Scalar(s, 2, "max_features"));
            PreciseRange<T> range = new(low, high);
            (T least, T most) = (range.ToQuantized(0), six ? range.ToQuantized(6) : T.MaxValue);
            ReadOnlySpan<T> x = s.Input(0).Elements<T>();
            Span<T> y = s.OutputLike(0, s.Input(0)).Elements<T>();
            for (int i = 0; i < x.Length; i++) y[i] = T.Min(T.Max(x[i], least), most);
            s.SetRange(low, high);
        }
    }
}

using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The floats that integers of <see cref="UniformQuantize"/> stand for.</summary>
/// <remarks>Source: uniform_dequantize_op.cc.</remarks>
internal sealed class UniformDequantize : Op
{
    public override OpDefinition Definition { get; } = "UniformDequantize(input: Tin, scales: float, zero_points: int32) -> output: Tout; Tin: {qint8, qint32}; Tout: {float}; "
        + "quantization_axis: int = -1; quantization_min_val: int; quantization_max_val: int";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tout", "quantization_min_val", "quantization_max_val");
        return r.Type("Tin") == DType.QInt8 ? new Impl<sbyte>(r.Int("quantization_axis")) : new Impl<int>(r.Int("quantization_axis"));
    }

    private sealed class Impl<T>(long axis) : Kernel
        where T : unmanaged, IBinaryInteger<T>
    {
        public override void Run(StepContext s)
        {
            UniformScales scales = UniformScales.Of(s, 1, s.Input(0).Shape, axis, "");
            ReadOnlySpan<T> x = s.Input(0).Elements<T>();
            Span<float> y = s.OutputLike(0, s.Input(0)).Elements<float>();
            for (int at = 0, place = 0; at < x.Length; at += scales.Run, place = (place + 1) % scales.Count)
            {
                (float scale, int zero) = (scales.Scale(place), scales.Zero(place));
                for (int i = at; i < at + scales.Run; i++) y[i] = (int.CreateTruncating(x[i]) - zero) * scale;
            }
        }
    }
}

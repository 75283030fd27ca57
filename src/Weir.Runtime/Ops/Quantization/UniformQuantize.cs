using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Floats as integers: divided by a scale, rounded, and moved by a zero point.</summary>
/// <remarks>Source: uniform_quantize_op.cc.</remarks>
internal sealed class UniformQuantize : Op
{
    public override OpDefinition Definition { get; } = "UniformQuantize(input: Tin, scales: float, zero_points: int32) -> output: Tout; Tin: {float}; Tout: {qint8, qint32}; "
        + "quantization_axis: int = -1; quantization_min_val: int; quantization_max_val: int";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tin");
        (long axis, int least, int most) = (r.Int("quantization_axis"), Bound(r, "quantization_min_val"), Bound(r, "quantization_max_val"));
        return r.Type("Tout") == DType.QInt8 ? new Impl<sbyte>(axis, least, most) : new Impl<int>(axis, least, most);
    }

    /// <summary>Reads the least or the greatest integer that is used.</summary>
    public static int Bound(KernelRequest r, string attribute) =>
        r.Int(attribute) is >= int.MinValue and <= int.MaxValue and long bound ? (int)bound : throw new TfException(StatusCode.InvalidArgument, $"{attribute} is beyond 32 bits");

    /// <summary>Quantizes floats of one scale.</summary>
    public static void Run<T>(ReadOnlySpan<float> x, float scale, int zero, int least, int most, Span<T> y)
        where T : IBinaryInteger<T>
    {
        float inverse = 1 / scale;
        for (int i = 0; i < x.Length; i++)
        {
            int step = QuantizedTypes.Cut<int>(MathF.Floor((x[i] * inverse) + 0.5f)) + zero;
            y[i] = T.CreateTruncating(Math.Max(Math.Min(step, most), least));
        }
    }

    private sealed class Impl<T>(long axis, int least, int most) : Kernel
        where T : unmanaged, IBinaryInteger<T>
    {
        public override void Run(StepContext s)
        {
            UniformScales scales = UniformScales.Of(s, 1, s.Input(0).Shape, axis, "");
            ReadOnlySpan<float> x = s.Input(0).Elements<float>();
            Span<T> y = s.OutputLike(0, s.Input(0)).Elements<T>();
            for (int at = 0, place = 0; at < x.Length; at += scales.Run, place = (place + 1) % scales.Count)
            {
                UniformQuantize.Run(x.Slice(at, scales.Run), scales.Scale(place), scales.Zero(place), least, most, y.Slice(at, scales.Run));
            }
        }
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The product, element by element, of quantized bytes that broadcast, as 32-bit integers.</summary>
/// <remarks>Source: quantized_mul_op.cc.</remarks>
internal sealed class QuantizedMul : Op
{
    public override OpDefinition Definition { get; } = "QuantizedMul(x: T1, y: T2, min_x: float, max_x: float, min_y: float, max_y: float) -> z: Toutput, min_z: float, max_z: float; "
        + $"T1: {QuantizedTypes.All}; T2: {QuantizedTypes.All}; Toutput: {QuantizedTypes.All} = qint32";

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool has = r.Type("T1") == DType.QUInt8 & r.Type("T2") == DType.QUInt8 & r.Type("Toutput") == DType.QInt32;
        return has ? new Product() : throw r.NoKernel("T1", "T2", "Toutput");
    }

    private sealed class Product : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            ProductRange range = new(s, 2, "x", "y");
            Span<int> z = BroadcastShapes.Output(s, x, y, inPlace: false, out BroadcastPlan plan).Elements<int>();
            range.Write(s);
            ReadOnlySpan<byte> left = x.Elements<byte>(), right = y.Elements<byte>();
            (int stepX, int stepY, _) = plan.InnerSteps;
            for (int row = 0, i = 0; i < z.Length; row++)
            {
                (long atX, long atY, _) = plan.Offsets(row);
                for (int column = 0; column < plan.InnerLength; column++, i++)
                {
                    z[i] = (left[(int)atX + (column * stepX)] - range.ZeroX) * (right[(int)atY + (column * stepY)] - range.ZeroY);
                }
            }
        }
    }
}

using System.Runtime.InteropServices;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The product of a matrix of floats and one of quantized bytes. Each row of the floats is quantized to bytes for it.</summary>
/// <remarks>Source: uniform_quantized_dot_ops.cc.</remarks>
internal sealed class UniformQuantizedDotHybrid : Op
{
    public override OpDefinition Definition { get; } = "UniformQuantizedDotHybrid(lhs: Tlhs, rhs: Trhs, rhs_scales: float, rhs_zero_points: int32) -> output: Tout; Tlhs: {float}; "
        + "Trhs: {qint8}; Tout: {float}; rhs_quantization_axis: int = -1; rhs_quantization_min_val: int; rhs_quantization_max_val: int";

    public override void InferShapes(ShapeContext c) => UniformQuantizedDot.Infer(c);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tlhs", "Trhs", "Tout", "rhs_quantization_min_val", "rhs_quantization_max_val");
        long axis = r.Int("rhs_quantization_axis");
        r.Require(axis is -1 or 1, "rhs_quantization_axis Attr must be -1 (per-tensor) or 1 (per-channel).");
        return new Product(axis);
    }

    private sealed class Product(long axis) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            GemmShape shape = UniformQuantizedDot.Sizes(s, x, y);
            UniformScales right = UniformScales.Of(s, 2, y.Shape, axis, "rhs ");
            Span<float> z = s.Output(0, shape.Rows, shape.Columns).Elements<float>();
            s.RequireRoom(shape.Rows * sizeof(float));
            using Tensor units = Tensor.Allocate(DType.Float32, Shape.Of(shape.Rows));
            using IntegerOperands operands = new(s, x, y);
            for (int row = 0; row < shape.Rows; row++)
            {
                Range places = new(row * shape.Depth, (row + 1) * shape.Depth);
                units.Elements<float>()[row] = Quantize(x.Elements<float>()[places], operands.X[places]);
            }

            UniformQuantizedDot.Shift(y.Elements<sbyte>(), right, operands.Y);
            Span<int> sums = MemoryMarshal.Cast<float, int>(z);
            Gemm.Run<int>(shape, operands.X, operands.Y, sums);
            for (int row = 0, i = 0; row < shape.Rows; row++)
            {
                float unit = units.Elements<float>()[row];
                for (int column = 0; column < shape.Columns; column++, i++) z[i] = sums[i] * (unit * right.Scale(column));
            }
        }

        /// <summary>Quantizes floats to bytes around the one that stands for 0, which is taken off, and returns the scale.</summary>
        private static float Quantize(ReadOnlySpan<float> x, Span<int> y)
        {
            const int Least = sbyte.MinValue, Most = sbyte.MaxValue;
            (double low, double high) = (0, 0);
            foreach (float value in x) (low, high) = (Math.Min(low, value), Math.Max(high, value));
            if (low == high)
            {
                y.Clear();
                return 1;
            }

            double unit = (high - low) / (Most - Least);
            double fromLow = Least - (low / unit), fromHigh = Most - (high / unit);
            double zero = Math.Abs(low) < Math.Abs(high) - unit ? fromLow : fromHigh;
            int nudged = (int)Math.Clamp(Math.Round(zero, MidpointRounding.AwayFromZero), Least, Most);
            UniformQuantize.Run(x, (float)unit, nudged, Least, Most, y);
            for (int i = 0; i < y.Length; i++) y[i] -= nudged;
            return (float)unit;
        }
    }
}

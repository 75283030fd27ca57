using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The product of two matrices of quantized bytes, brought to the scale of the output; the right one may have a scale for each column.</summary>
/// <remarks>Source: uniform_quantized_dot_ops.cc.</remarks>
internal sealed class UniformQuantizedDot : Op
{
    public override OpDefinition Definition { get; } = "UniformQuantizedDot(lhs: Tin, rhs: Tin, lhs_scales: float, lhs_zero_points: int32, rhs_scales: float, rhs_zero_points: int32, "
        + "output_scales: float, output_zero_points: int32) -> output: Tout; Tin: {qint8}; Tout: {qint32}; lhs_quantization_axis: int = -1; lhs_quantization_min_val: int; "
        + "lhs_quantization_max_val: int; rhs_quantization_axis: int = -1; rhs_quantization_min_val: int; rhs_quantization_max_val: int; output_quantization_axis: int = -1; "
        + "output_quantization_min_val: int; output_quantization_max_val: int";

    public override void InferShapes(ShapeContext c) => Infer(c);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tin", "Tout", "lhs_quantization_min_val", "lhs_quantization_max_val", "rhs_quantization_min_val", "rhs_quantization_max_val");
        (long left, long right, long output) = (r.Int("lhs_quantization_axis"), r.Int("rhs_quantization_axis"), r.Int("output_quantization_axis"));
        r.Require(left == -1, "lhs_quantization_axis Attr must be -1 (per-tensor).");
        r.Require(right is -1 or 1, "rhs_quantization_axis Attr must be -1 (per-tensor) or 1 (per-channel).");
        r.Require(output is -1 or 1, "output_quantization_axis Attr must be -1 (per-tensor) or 1 (per-channel).");
        return new Product(right, output, UniformQuantize.Bound(r, "output_quantization_min_val"), UniformQuantize.Bound(r, "output_quantization_max_val"));
    }

    /// <summary>The shape rule of a product of matrices.</summary>
    public static void Infer(ShapeContext c)
    {
        Shape x = c.WithRank(0, 2), y = c.WithRank(1, 2);
        c.MergeSizes(x[1], y[0]);
        c.Output(0, Shape.Of(x[0], y[1]));
    }

    /// <summary>Checks two matrices and says what their product's sizes are.</summary>
    public static GemmShape Sizes(StepContext s, Tensor x, Tensor y)
    {
        s.Require(x.Shape.Rank == 2, $"lhs rank must be 2, but given lhs shape {x.Shape}");
        s.Require(y.Shape.Rank == 2, $"rhs rank must be 2, but given rhs shape {y.Shape}");
        s.Require(x.Shape[1] == y.Shape[0], $"lhs.dim_size(1) and rhs.dim_size(0) must be equal, but given lhs shape {x.Shape} and rhs shape {y.Shape}");
        return new GemmShape(checked((int)x.Shape[0]), checked((int)y.Shape[1]), checked((int)y.Shape[0]));
    }

    /// <summary>Bytes as integers without their zero points.</summary>
    public static void Shift(ReadOnlySpan<sbyte> x, in UniformScales scales, Span<int> y)
    {
        for (int at = 0, place = 0; at < x.Length; at += scales.Run, place = (place + 1) % scales.Count)
        {
            int zero = scales.Zero(place);
            for (int i = at; i < at + scales.Run; i++) y[i] = x[i] - zero;
        }
    }

    private sealed class Product(long rightAxis, long outputAxis, int least, int most) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            GemmShape shape = Sizes(s, x, y);
            UniformScales left = UniformScales.Of(s, 2, x.Shape, -1, "lhs "), right = UniformScales.Of(s, 4, y.Shape, rightAxis, "rhs ");
            UniformScales output = UniformScales.Of(s, 6, Shape.Of(shape.Rows, shape.Columns), outputAxis, "output ");
            Span<int> z = s.Output(0, shape.Rows, shape.Columns).Elements<int>();
            using IntegerOperands operands = new(s, x, y);
            Shift(x.Elements<sbyte>(), left, operands.X);
            Shift(y.Elements<sbyte>(), right, operands.Y);
            Gemm.Run<int>(shape, operands.X, operands.Y, z);
            for (int column = 0; column < shape.Columns; column++)
            {
                FixedMultiplier factor = new((double)left.Scale(0) * right.Scale(column) / output.Scale(column));
                int zero = output.Zero(column);
                for (int i = column; i < z.Length; i += shape.Columns) z[i] = (int)Math.Max(Math.Min((long)factor.Times(z[i]) + zero, most), least);
            }
        }
    }
}

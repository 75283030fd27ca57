using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The sum of quantized numbers that broadcast, each brought to the scale of the sum.</summary>
/// <remarks>Source: uniform_quantized_add_op.cc.</remarks>
internal sealed class UniformQuantizedAdd : Op
{
    public override OpDefinition Definition { get; } = "UniformQuantizedAdd(lhs: T, rhs: T, lhs_scales: float, lhs_zero_points: int32, rhs_scales: float, rhs_zero_points: int32, "
        + "output_scales: float, output_zero_points: int32) -> output: T; lhs_quantization_axis: int = -1; lhs_quantization_min_val: int; lhs_quantization_max_val: int; "
        + "rhs_quantization_axis: int = -1; rhs_quantization_min_val: int; rhs_quantization_max_val: int; output_quantization_axis: int = -1; output_quantization_min_val: int; "
        + "output_quantization_max_val: int; T: {qint32}";

    public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "lhs_quantization_min_val", "lhs_quantization_max_val", "rhs_quantization_min_val", "rhs_quantization_max_val");
        (long left, long right, long output) = (r.Int("lhs_quantization_axis"), r.Int("rhs_quantization_axis"), r.Int("output_quantization_axis"));
        (int least, int most) = (UniformQuantize.Bound(r, "output_quantization_min_val"), UniformQuantize.Bound(r, "output_quantization_max_val"));
        return new Sum(left, right, output, least, most);
    }

    private sealed class Sum(long leftAxis, long rightAxis, long outputAxis, int least, int most) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            UniformScales left = UniformScales.Of(s, 2, x.Shape, leftAxis, "lhs "), right = UniformScales.Of(s, 4, y.Shape, rightAxis, "rhs ");
            Tensor result = BroadcastShapes.Output(s, x, y, inPlace: false, out BroadcastPlan plan);
            UniformScales output = UniformScales.Of(s, 6, result.Shape, outputAxis, "output ");
            using IntegerOperands operands = new(s, x, y);
            Rescale(s, x, left, leftAxis, result.Shape, output, operands.X);
            Rescale(s, y, right, rightAxis, result.Shape, output, operands.Y);
            Span<int> z = result.Elements<int>();
            (int stepX, int stepY, _) = plan.InnerSteps;
            for (int row = 0, i = 0; i < z.Length; row++)
            {
                (long atX, long atY, _) = plan.Offsets(row);
                for (int column = 0; column < plan.InnerLength; column++, i++)
                {
                    long sum = (long)operands.X[(int)atX + (column * stepX)] + operands.Y[(int)atY + (column * stepY)];
                    z[i] = (int)Math.Max(Math.Min(sum + output.Zero(i / output.Run % output.Count), most), least);
                }
            }
        }

        /// <summary>Brings an operand to the output's scales, without a zero point.</summary>
        private void Rescale(StepContext s, Tensor x, in UniformScales from, long axis, Shape result, in UniformScales to, Span<int> y)
        {
            // Dimensions meet from the last one on.
            long place = outputAxis < 0 ? -1 : outputAxis - result.Rank + x.Shape.Rank;
            bool fits = outputAxis < 0 || (place >= 0 && x.Shape[(int)place] == to.Count);
            s.Require(fits && (axis < 0 || axis == place || outputAxis < 0), $"The operand {x.Shape} is quantized along other places than the output {result}");
            int run = axis >= 0 ? from.Run : place >= 0 ? (int)Slabs.Of(x.Shape.Dimensions, (int)place).Inner : 1;
            int count = Math.Max(from.Count, outputAxis < 0 ? 1 : to.Count);
            if (count == 1) run = y.Length;
            ReadOnlySpan<int> numbers = x.Elements<int>();
            for (int at = 0, index = 0; at < y.Length; at += run, index = (index + 1) % count)
            {
                FixedMultiplier factor = new((double)from.Scale(index) / to.Scale(index));
                int zero = from.Zero(index);
                for (int i = at; i < at + run; i++) y[i] = factor.Times(numbers[i] - zero);
            }
        }
    }
}

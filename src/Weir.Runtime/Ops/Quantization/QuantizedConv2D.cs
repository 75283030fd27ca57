using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The convolution of quantized bytes, as 32-bit integers.</summary>
/// <remarks>Padding stands for 0. There are no groups. Source: quantized_conv_ops.cc.</remarks>
internal sealed class QuantizedConv2D : Op
{
    public override OpDefinition Definition { get; } = "QuantizedConv2D(input: Tinput, filter: Tfilter, min_input: float, max_input: float, min_filter: float, "
        + $"max_filter: float) -> output: out_type, min_output: float, max_output: float; Tinput: {QuantizedTypes.All}; Tfilter: {QuantizedTypes.All}; "
        + $"out_type: {QuantizedTypes.All} = qint32; strides: list(int); padding: {{\"SAME\", \"VALID\"}}; dilations: list(int) = [1, 1, 1, 1]";

    public override void InferShapes(ShapeContext c)
    {
        ConvSizes.Infer(c, WindowRule.Of(c.Attributes, 2));
        for (int i = 2; i < 6; i++) c.WithRank(i, 0);
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool has = r.Type("Tinput") == DType.QUInt8 & r.Type("Tfilter") == DType.QUInt8 & r.Type("out_type") == DType.QInt32;
        if (!has) throw r.NoKernel("Tinput", "Tfilter", "out_type");
        WindowRule rule = WindowRule.Of(r, 2);
        r.Require(rule.StridesAreSpatial, "Current implementation does not yet support strides in the batch and depth dimensions.");
        r.Require(rule.IsDense, "Current implementation only supports dilated rate as 1 in row and column dimensions, and in the batch and depth dimensions.");
        return new Product(rule);
    }

    private sealed class Product(WindowRule rule) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor filter) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Rank == 4, $"input must be 4-dimensional{x.Shape}");
            s.Require(filter.Shape.Rank == 4, $"filter must be 4-dimensional: {filter.Shape}");
            s.Require(x.Shape[3] == filter.Shape[2], $"input and filter must have the same depth: {x.Shape[3]} vs {filter.Shape[2]}");
            ProductRange range = new(s, 2, "input", "filter");
            ConvShape shape = ConvSizes.Of(s, rule, x.Shape.Dimensions, filter.Shape.Dimensions);
            Span<long> sizes = stackalloc long[4];
            rule.OutputSizes(shape.Windows, shape.OutputChannels, sizes);
            Span<int> y = s.Output(0, sizes).Elements<int>();
            range.Write(s);
            using IntegerOperands operands = new(s, x, filter);
            range.Shift(x, filter, operands);
            Conv.Run<int, Simd.Identity>(shape, operands.X, operands.Y, default, y);
        }
    }
}

using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The greatest byte or the mean of each window; what they stand for does not matter. Two rows of the table.</summary>
/// <remarks>Source: quantized_pooling_ops.cc.</remarks>
internal sealed class QuantizedPool(OpDefinition definition, bool isMean) : Op
{
    private const string Signature = "(input: T, min_input: float, max_input: float) -> output: T, min_output: float, max_output: float; "
        + $"T: {QuantizedTypes.All}; ksize: list(int); strides: list(int); padding: {{\"SAME\", \"VALID\"}}";

    public static readonly Op[] All =
    [
        new QuantizedPool("QuantizedAvgPool" + Signature, isMean: true),
        new QuantizedPool("QuantizedMaxPool" + Signature, isMean: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        PoolRule.Of(c.Attributes, 2).Infer(c, acrossDepth: !isMean);
        c.WithRank(1, 0);
        c.WithRank(2, 0);
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.QUInt8 => Make<byte>(r),
        DType.QInt8 => Make<sbyte>(r),
        _ => throw r.NoKernel("T"),
    };

    private KeptRange Make<T>(KernelRequest r)
        where T : unmanaged, IBinaryInteger<T>
    {
        PoolRule rule = PoolRule.Of(r, 2, isMean ? "AvgPoolingOp" : "MaxPoolingOp");
        return new KeptRange(isMean ? new Mean<T>(rule) : Pool.Maxima<T>(rule), 1, "min_input", "max_input");
    }

    /// <summary>Means without what is behind the point.</summary>
    private sealed class Mean<T>(PoolRule rule) : Kernel
        where T : unmanaged, IBinaryInteger<T>
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            PoolSizes sizes = rule.Sizes(s, x.Shape.Dimensions);
            if (sizes.IsAcrossDepth) throw new TfException(StatusCode.Unimplemented, "Non-spatial pooling is not yet supported.");
            Span<long> output = stackalloc long[rule.Rank];
            rule.OutputSizes(sizes, x.Shape.Dimensions, output);
            Span<T> y = s.Output(0, output).Elements<T>();
            s.RequireRoom((x.ElementCount + y.Length) * sizeof(double));
            using Tensor wide = Tensor.Allocate(DType.Float64, x.Shape), means = Tensor.Allocate(DType.Float64, Shape.Of(output));
            ReadOnlySpan<T> bytes = x.Elements<T>();
            Span<double> numbers = wide.Elements<double>(), results = means.Elements<double>();
            for (int i = 0; i < bytes.Length; i++) numbers[i] = double.CreateTruncating(bytes[i]);
            Pooling.Mean<double>(sizes.Windows, sizes.Channels, numbers, results);
            for (int i = 0; i < y.Length; i++) y[i] = T.CreateTruncating(results[i]);
        }
    }
}

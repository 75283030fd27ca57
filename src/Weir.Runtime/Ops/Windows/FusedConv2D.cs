using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A convolution, plus a bias or through a batch normalization, through an activation: what a planner makes of several nodes.</summary>
/// <remarks>A batch normalization is a factor for each channel and a bias. Source: conv_ops_fused_impl.h.</remarks>
internal sealed class FusedConv2D : Op
{
    public override OpDefinition Definition { get; } = "_FusedConv2D(input: T, filter: T, args: TArgs, host_args: num_host_args * float) -> output: T; "
        + "T: {half, float, double, int8, qint8}; TArgs: list(type) >= 1; num_args: int >= 0; num_host_args: int >= 0 = 0; strides: list(int); "
        + "padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; explicit_paddings: list(int) = []; data_format: {\"NHWC\", \"NCHW\", \"NCHW_VECT_C\"} = \"NHWC\"; "
        + "filter_format: {\"HWIO\", \"OIHW\", \"OIHW_VECT_I\"} = \"HWIO\"; dilations: list(int) = [1, 1, 1, 1]; use_cudnn_on_gpu: bool = true; "
        + "fused_ops: list(string) = []; epsilon: float = 0.0001; leakyrelu_alpha: float = 0.2";

    public override void InferShapes(ShapeContext c) => ConvSizes.Infer(c, WindowRule.Of(c.Attributes, 2));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("use_cudnn_on_gpu", "num_args", "num_host_args", "TArgs"); // they follow from the inputs
        if (r.String("filter_format") != "HWIO") throw new TfException(StatusCode.Unimplemented, "Fused convolutions take filters in the format HWIO.");
        string[] fused = Array.ConvertAll(r.ByteStrings("fused_ops"), System.Text.Encoding.UTF8.GetString);
        if (fused is not [nameof(BiasAdd) or FusedBatchNorm.FusedName]
            and not [nameof(BiasAdd) or FusedBatchNorm.FusedName,
                nameof(FusedActivation.Relu) or nameof(FusedActivation.Relu6) or nameof(FusedActivation.Elu) or nameof(FusedActivation.LeakyRelu)])
        {
            throw new TfException(StatusCode.Unimplemented, $"Fusion is not implemented: [{string.Join(',', fused)}]");
        }

        FusedActivation activation = fused.Length == 1 ? FusedActivation.None : Enum.Parse<FusedActivation>(fused[1]);
        float epsilon = r.Float("epsilon");
        Tensor alpha = ConstBuilding.Scalar(r.Float("leakyrelu_alpha"), r.Type("T"));
        WindowRule rule = ConvSizes.ForCpu(WindowRule.Of(r, 2));
        return r.ForNumber(ElementTypes.WideFloats, new Maker(rule, activation, alpha, fused[0] == FusedBatchNorm.FusedName ? epsilon : null));
    }

    private readonly struct Maker(WindowRule rule, FusedActivation activation, Tensor alpha, float? epsilon) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => activation switch
        {
            FusedActivation.Relu => For<T, Simd.Relu>(),
            FusedActivation.Relu6 => For<T, Simd.Relu6>(),
            FusedActivation.Elu => For<T, Elu>(),
            FusedActivation.LeakyRelu => For<T, Simd.Identity>(),
            _ => For<T, Simd.Identity>(),
        };

        private Kernel For<T, TActivation>()
            where T : unmanaged
            where TActivation : struct, IUnaryOperator
        {
            T[]? slope = activation == FusedActivation.LeakyRelu ? alpha.ToArray<T>() : null;
            return epsilon is { } e ? new WithNorm<T, TActivation>(rule, e, slope) : new WithBias<T, TActivation>(rule, slope);
        }
    }

    private sealed class WithBias<T, TActivation>(WindowRule rule, T[]? slope) : Fused<T, TActivation>(rule, slope)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        protected override Finish<T> Finish(StepContext s, int channels)
        {
            s.Require(s.InputCount == 3, $"Fused Conv2D must have one extra argument: bias; it has {s.InputCount - 2}.");
            ReadOnlySpan<T> bias = s.Input(2).Elements<T>();
            s.Require(bias.Length == channels, $"The bias has {bias.Length} elements for {channels} channels.");
            return new Finish<T> { Offset = bias };
        }
    }

    private sealed class WithNorm<T, TActivation>(WindowRule rule, float epsilon, T[]? slope) : Fused<T, TActivation>(rule, slope)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        protected override Finish<T> Finish(StepContext s, int channels)
        {
            s.Require(s.InputCount == 6, $"Fused Conv2D with a batch norm must have four extra arguments; it has {s.InputCount - 2}.");
            for (int i = 2; i < 6; i++) s.Require(s.Input(i).ElementCount == channels, $"Argument {i - 2} has {s.Input(i).ElementCount} elements for {channels} channels.");
            return Normalization.Finish<T>(s.Input(2).Elements<T>(), s.Input(3).Elements<T>(), s.Input(4).Elements<T>(), s.Input(5).Elements<T>(), epsilon);
        }
    }

    private abstract class Fused<T, TActivation>(WindowRule rule, T[]? slope) : ConvKernel<T, TActivation>(rule)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        protected sealed override void Complete(Span<T> output)
        {
            if (slope is not null) Elementwise.Binary<T, LeakyRelu>(output, slope, output);
        }
    }
}

using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>How a convolution is written.</summary>
/// <param name="Rule">How the windows slide.</param>
/// <param name="Depthwise">Each channel by itself.</param>
/// <param name="Squeezes">The rows' dimension is left out.</param>
/// <param name="Adds">A tensor of the result's shape is added before the activation.</param>
internal sealed record ConvolutionForm(WindowRule Rule, bool Depthwise, bool Squeezes, bool Adds);

/// <summary>Inputs: the images, the filter, the bias, and what is added if that is. What convolutions refuse is left to the nodes' own steps to refuse.</summary>
internal abstract class ConvolutionKernel(ConvolutionForm form) : FusedKernel
{
    private readonly ConvKernel<float, Simd.Identity> packing = new(form.Rule);

    public ConvolutionForm Form => form;

    public override ReadOnlySpan<int> PreparedInputs => form.Depthwise ? [] : [1];

    public override object PreparationKey => packing.PreparationKey;

    public override object? Prepare(Tensor input) => packing.Prepare(input);

    /// <summary>Convolves, all channels together.</summary>
    public abstract void Dense(in ConvShape shape, ReadOnlySpan<float> x, PackedFilter filter, in Finish<float> finish, Span<float> y);

    /// <summary>The same with a filter that is not packed.</summary>
    public abstract void Dense(in ConvShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> filter, in Finish<float> finish, Span<float> y);

    /// <summary>Convolves each channel by itself.</summary>
    public abstract void ByChannel(in DepthwiseShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> filter, in Finish<float> finish, Span<float> y);

    protected sealed override bool TryRun(StepContext s)
    {
        (Tensor x, Tensor filter, Tensor bias) = (s.Input(0), s.Input(1), s.Input(2));
        if (x.Shape.Rank != 4 || filter.Shape.Rank != 4 || x.ElementCount == 0 || filter.ElementCount == 0 || bias.Shape.Rank != 1) return false;
        if (!form.Depthwise && x.Shape[-1] != filter.Shape[2]) return false;
        try
        {
            return form.Depthwise ? RunDepthwise(s, x, filter, bias) : RunDense(s, x, filter, bias);
        }
        catch (TfException)
        {
            return false;
        }
    }

    private bool RunDense(StepContext s, Tensor x, Tensor filter, Tensor bias)
    {
        ConvShape shape = ConvSizes.Of(s, ConvSizes.ForCpu(form.Rule), x.Shape.Dimensions, filter.Shape.Dimensions);
        ReadOnlySpan<float> addend = form.Adds ? s.Input(3).Elements<float>() : default;
        if (Output(s, shape.Windows, shape.OutputChannels, bias) is not { } y) return false;
        Finish<float> finish = new() { Offset = bias.Elements<float>(), Addend = addend };
        if (s.Prepared<PackedFilter>() is { } packed) Dense(shape, x.Elements<float>(), packed, finish, y.Elements<float>());
        else Dense(shape, x.Elements<float>(), filter.Elements<float>(), finish, y.Elements<float>());
        return true;
    }

    private bool RunDepthwise(StepContext s, Tensor x, Tensor filter, Tensor bias)
    {
        DepthwiseConvolution.RequireSupported(form.Rule);
        DepthwiseShape shape = DepthwiseConvolution.Sizes(s, form.Rule, x.Shape.Dimensions, filter.Shape.Dimensions);
        if (!form.Rule.IsDense || Output(s, shape.Windows, shape.OutputChannels, bias) is not { } y) return false;
        ByChannel(shape, x.Elements<float>(), filter.Elements<float>(), new Finish<float> { Offset = bias.Elements<float>() }, y.Elements<float>());
        return true;
    }

    private Tensor? Output(StepContext s, in WindowShape windows, int channels, Tensor bias)
    {
        Span<long> sizes = stackalloc long[4];
        form.Rule.OutputSizes(windows, channels, sizes);
        if (bias.Shape[0] != channels || sizes.Contains(0) || (form.Squeezes && sizes[1] != 1)) return null;
        if (!form.Adds) return form.Squeezes ? s.Output(0, sizes[0], sizes[2], sizes[3]) : s.Output(0, sizes);
        return OutputOver(s, addend: 3, sizes);
    }

    /// <summary>The output in the memory of what is added, each of whose elements is read just before it is written; but a convolution reads its images again and again.</summary>
    /// <returns>Null: what is added has other sizes.</returns>
    public static Tensor? OutputOver(StepContext s, int addend, ReadOnlySpan<long> sizes)
    {
        if (!s.Input(addend).Shape.Dimensions.SequenceEqual(sizes)) return null;
        return ReferenceEquals(s.Input(addend).Buffer, s.Input(0).Buffer) ? s.Output(0, sizes) : s.OutputOver(0, addend);
    }
}

/// <summary>The same with its activation.</summary>
internal sealed class ConvolutionKernel<TActivation>(ConvolutionForm form) : ConvolutionKernel(form)
    where TActivation : struct, IUnaryOperator
{
    public override void Dense(in ConvShape shape, ReadOnlySpan<float> x, PackedFilter filter, in Finish<float> finish, Span<float> y) =>
        Conv.Run<float, TActivation>(shape, x, filter, finish, y);

    public override void Dense(in ConvShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> filter, in Finish<float> finish, Span<float> y) =>
        Conv.Run<float, TActivation>(shape, x, filter, finish, y);

    public override void ByChannel(in DepthwiseShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> filter, in Finish<float> finish, Span<float> y) =>
        Depthwise.Run<float, TActivation>(shape, x, filter, finish, y);
}

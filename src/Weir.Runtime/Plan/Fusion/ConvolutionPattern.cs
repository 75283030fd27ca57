using Weir.Graphs;
using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>
/// A convolution of channels-last images, plus a bias or through a batch normalization that does not train, perhaps through an activation.
/// Another tensor may be added before the activation. A normalization of stable statistics is a factor of the filter and a bias: both are
/// computed with the prologue. Zeros that are put around the images first become the convolution's own padding.
/// </summary>
internal sealed class ConvolutionPattern : IFusionPattern
{
    public FusedNodes? Match(PlanNode root, PlanUses uses)
    {
        if (root.OutputTypes is not [DType.Float32, ..]) return null;
        Activation activation = Activation.Ending(root) ?? new Activation(ActivationKind.None, new PlanEdge(root, 0), []);
        PlanNode last = activation.Input.Node;
        if (activation.Input.Index != 0) return null;
        if (!last.Is("AddV2") && !last.Is("Add")) return Sums(new ConvolutionEnd(activation.Kind, activation.Members, []), last, uses);
        ConvolutionEnd left = new(activation.Kind, [.. activation.Members, last], [last.Inputs[1]]), right = left with { Addend = [last.Inputs[0]] };
        return Added(left, root, last.Inputs[0], uses) ?? Added(right, root, last.Inputs[1], uses);
    }

    /// <summary>A sum of which one side is a convolution that nobody else reads.</summary>
    private static FusedNodes? Added(ConvolutionEnd end, PlanNode root, PlanEdge side, PlanUses uses)
    {
        if (side.Index != 0 || side.Node.IsStable || Sums(end, side.Node, uses) is not { } group) return null;
        HashSet<PlanNode> members = [.. group.Members];
        return members.All(member => member == root || (uses.IsInside(member, members) && uses.IsReadAtFirstOutput(member))) ? group : null;
    }

    private static FusedNodes? Sums(ConvolutionEnd end, PlanNode last, PlanUses uses) =>
        last.Is("BiasAdd") ? WithBias(end, last, uses) : last.Definition.Name.StartsWith("FusedBatchNorm", StringComparison.Ordinal) ? WithNorm(end, last, uses) : null;

    private static FusedNodes? WithBias(ConvolutionEnd end, PlanNode sum, PlanUses uses)
    {
        if (sum.Attributes.GetString("data_format") != "NHWC") return null;
        List<PlanNode> members = [.. end.Members, sum];
        PlanNode value = sum.Inputs[0].Node;
        bool squeezes = value.Is("Squeeze") && value.Attributes.Find("squeeze_dims") is long[] and [1 or -3];
        if (squeezes)
        {
            members.Add(value);
            value = value.Inputs[0].Node;
        }

        if (!IsConvolution(value) || (end.Adds && (squeezes || !value.Is("Conv2D")))) return null;
        members.Add(value);
        (PlanEdge images, FusedKernel kernel) = Convolve(end, value, squeezes, members, uses);
        return new FusedNodes(kernel, members, [images, value.Inputs[1], sum.Inputs[1], .. end.Addend]);
    }

    private static FusedNodes? WithNorm(ConvolutionEnd end, PlanNode norm, PlanUses uses)
    {
        PlanNode convolution = norm.Inputs[0].Node;
        bool infers = norm.Attributes.Find("is_training") is false && norm.Attributes.GetString("data_format") == "NHWC";
        if (!infers || !IsConvolution(convolution) || !convolution.Inputs[1].Node.IsStable || (end.Adds && !convolution.Is("Conv2D"))) return null;
        if (!norm.Inputs[1..].All(input => input.Node.IsStable && input.DType == DType.Float32)) return null;
        StableNodes made = new(norm.Name);
        PlanEdge factor = made.Mul(made.Rsqrt(made.Add(norm.Inputs[4], made.Const(Tensor.Scalar(norm.Attributes.Get<float>("epsilon"))))), norm.Inputs[1]);
        PlanEdge bias = made.Sub(norm.Inputs[2], made.Mul(norm.Inputs[3], factor));
        PlanEdge filter = convolution.Inputs[1];

        // The outputs of a depthwise convolution are the last two dimensions of its filter.
        PlanEdge along = convolution.Is("Conv2D") ? factor : made.Reshape(factor, made.LastSizes(filter, from: 2));
        List<PlanNode> members = [.. end.Members, norm, convolution];
        (PlanEdge images, FusedKernel kernel) = Convolve(end, convolution, squeezes: false, members, uses);
        return new FusedNodes(kernel, members, [images, made.Mul(filter, along), bias, .. end.Addend]) { Prologue = made.All };
    }

    private static bool IsConvolution(PlanNode node) => node.OutputTypes is [DType.Float32]
        && (node.Is("Conv2D") || node.Is("DepthwiseConv2dNative")) && node.Attributes.GetString("data_format") == "NHWC";

    private static (PlanEdge Images, FusedKernel Kernel) Convolve(ConvolutionEnd end, PlanNode convolution, bool squeezes, List<PlanNode> members, PlanUses uses)
    {
        PlanEdge images = convolution.Inputs[0];
        AttributeList attributes = convolution.Attributes;
        if (images.Node.Is("Pad") && !images.Node.IsStable && attributes.GetString("padding") == "VALID" && uses.IsInside(images.Node, members.ToHashSet())
            && Paddings(images.Node.Inputs[1]) is { } paddings)
        {
            attributes = attributes.With("padding", "EXPLICIT"u8.ToArray()).With("explicit_paddings", paddings);
            members.Add(images.Node);
            images = images.Node.Inputs[0];
        }

        return (images, Kernel(end.Kind, new ConvolutionForm(WindowRule.Of(attributes, 2), !convolution.Is("Conv2D"), squeezes, end.Adds)));
    }

    /// <summary>Paddings that the graph says, of rows and columns only.</summary>
    private static long[]? Paddings(PlanEdge edge)
    {
        if (!edge.Node.Is("Const")) return null;
        Tensor value = edge.Node.Attributes.Get<Tensor>("value");
        if (!value.Shape.Equals([4, 2])) return null;
        long[] paddings = [.. Enumerable.Range(0, 8).Select(value.Integer)];
        return Array.TrueForAll(paddings, padding => padding is >= 0 and <= int.MaxValue / 4) && paddings is [0, 0, _, _, _, _, 0, 0] ? paddings : null;
    }

    private static FusedKernel Kernel(ActivationKind kind, ConvolutionForm form) => kind switch
    {
        ActivationKind.Relu => new ConvolutionKernel<Relu>(form),
        ActivationKind.Relu6 => new ConvolutionKernel<Relu6>(form),
        ActivationKind.Tanh => new ConvolutionKernel<Tanh>(form),
        ActivationKind.Sigmoid => new ConvolutionKernel<Sigmoid>(form),
        ActivationKind.Gelu => new ConvolutionKernel<Gelu>(form),
        ActivationKind.GeluByTanh => new ConvolutionKernel<GeluByTanh>(form),
        _ => new ConvolutionKernel<Simd.Identity>(form),
    };

    /// <summary>What comes after a convolution and its bias: the nodes, and what they add if they do.</summary>
    private sealed record ConvolutionEnd(ActivationKind Kind, PlanNode[] Members, PlanEdge[] Addend)
    {
        public bool Adds => Addend.Length > 0;
    }
}

/// <summary>How a convolution is written.</summary>
/// <param name="Rule">How the windows slide.</param>
/// <param name="Depthwise">Each channel by itself.</param>
/// <param name="Squeezes">The rows' dimension is left out.</param>
/// <param name="Adds">A tensor of the result's shape is added before the activation.</param>
internal sealed record ConvolutionForm(WindowRule Rule, bool Depthwise, bool Squeezes, bool Adds);

/// <summary>Inputs: the images, the filter, the bias, and what is added if that is. What convolutions refuse is left to the nodes' own steps to refuse.</summary>
internal sealed class ConvolutionKernel<TActivation>(ConvolutionForm form) : FusedKernel
    where TActivation : struct, IUnaryOperator
{
    private readonly ConvKernel<float, Simd.Identity> packing = new(form.Rule);

    public override int PreparedInput => form.Depthwise ? -1 : 1;

    public override object PreparationKey => packing.PreparationKey;

    public override object? Prepare(Tensor input) => packing.Prepare(input);

    protected override bool TryRun(StepContext s)
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
        if (s.Prepared<PackedFilter>() is { } packed) Conv.Run<float, TActivation>(shape, x.Elements<float>(), packed, finish, y.Elements<float>());
        else Conv.Run<float, TActivation>(shape, x.Elements<float>(), filter.Elements<float>(), finish, y.Elements<float>());
        return true;
    }

    private bool RunDepthwise(StepContext s, Tensor x, Tensor filter, Tensor bias)
    {
        DepthwiseConvolution.RequireSupported(form.Rule);
        DepthwiseShape shape = DepthwiseConvolution.Sizes(s, form.Rule, x.Shape.Dimensions, filter.Shape.Dimensions);
        if (!form.Rule.IsDense || Output(s, shape.Windows, shape.OutputChannels, bias) is not { } y) return false;
        Depthwise.Run<float, TActivation>(shape, x.Elements<float>(), filter.Elements<float>(), new Finish<float> { Offset = bias.Elements<float>() }, y.Elements<float>());
        return true;
    }

    private Tensor? Output(StepContext s, in WindowShape windows, int channels, Tensor bias)
    {
        Span<long> sizes = stackalloc long[4];
        form.Rule.OutputSizes(windows, channels, sizes);
        if (bias.Shape[0] != channels || sizes.Contains(0) || (form.Squeezes && sizes[1] != 1)) return null;
        if (!form.Adds) return form.Squeezes ? s.Output(0, sizes[0], sizes[2], sizes[3]) : s.Output(0, sizes);
        if (!s.Input(3).Shape.Dimensions.SequenceEqual(sizes)) return null;

        // Over the addend, each of whose elements is read just before it is written; but a convolution reads its images again and again.
        return ReferenceEquals(s.Input(3).Buffer, s.Input(0).Buffer) ? s.Output(0, sizes) : s.OutputOver(0, 3);
    }
}

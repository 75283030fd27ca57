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
        (PlanEdge images, ConvolutionKernel kernel) = Convolve(end, value, squeezes, members, uses);
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
        (PlanEdge images, ConvolutionKernel kernel) = Convolve(end, convolution, squeezes: false, members, uses);
        return new FusedNodes(kernel, members, [images, made.Mul(filter, along), bias, .. end.Addend]) { Prologue = made.All };
    }

    private static bool IsConvolution(PlanNode node) => node.OutputTypes is [DType.Float32]
        && (node.Is("Conv2D") || node.Is("DepthwiseConv2dNative")) && node.Attributes.GetString("data_format") == "NHWC";

    private static (PlanEdge Images, ConvolutionKernel Kernel) Convolve(ConvolutionEnd end, PlanNode convolution, bool squeezes, List<PlanNode> members, PlanUses uses)
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

    private static ConvolutionKernel Kernel(ActivationKind kind, ConvolutionForm form) => kind switch
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

using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>A product of matrices, perhaps under another shape (tensordot), plus a bias, perhaps through an activation.</summary>
internal sealed class ProductPattern : IFusionPattern
{
    public FusedNodes? Match(PlanNode root, PlanUses uses)
    {
        if (root.OutputTypes is not [DType.Float32]) return null;
        Activation activation = Activation.Ending(root) ?? new Activation(ActivationKind.None, new PlanEdge(root, 0), []);
        PlanNode sum = activation.Input.Node;
        if (Bias(sum) is not { } bias) return null;
        List<PlanNode> members = [.. activation.Members, sum];
        PlanEdge value = bias.Value;
        PlanEdge[] shape = [];
        if (value.Node.Is("Reshape"))
        {
            members.Add(value.Node);
            shape = [value.Node.Inputs[1]];
            value = value.Node.Inputs[0];
        }

        if (!value.Node.Is("MatMul")) return null;
        PlanNode product = value.Node;
        members.Add(product);
        bool transposeA = product.Attributes.Get<bool>("transpose_a"), transposeB = product.Attributes.Get<bool>("transpose_b");
        ProductForm form = new(transposeA, transposeB, sum.Is("BiasAdd"), shape.Length > 0);
        return new FusedNodes(Kernel(activation.Kind, form), members, [.. product.Inputs, bias.Bias, .. shape]);
    }

    /// <summary>A sum of a value and a vector: BiasAdd, or another sum with weights, which are vectors as a rule.</summary>
    private static (PlanEdge Value, PlanEdge Bias)? Bias(PlanNode sum)
    {
        if (sum.Is("BiasAdd")) return sum.Attributes.GetString("data_format") == "NHWC" ? (sum.Inputs[0], sum.Inputs[1]) : null;
        if (!sum.Is("AddV2") && !sum.Is("Add")) return null;
        return sum.Inputs[1].Node.IsStable ? (sum.Inputs[0], sum.Inputs[1]) : sum.Inputs[0].Node.IsStable ? (sum.Inputs[1], sum.Inputs[0]) : null;
    }

    private static FusedKernel Kernel(ActivationKind kind, ProductForm form) => kind switch
    {
        ActivationKind.Relu => new ProductKernel<Relu>(form),
        ActivationKind.Relu6 => new ProductKernel<Relu6>(form),
        ActivationKind.Tanh => new ProductKernel<Tanh>(form),
        ActivationKind.Sigmoid => new ProductKernel<Sigmoid>(form),
        ActivationKind.Gelu => new ProductKernel<Gelu>(form),
        ActivationKind.GeluByTanh => new ProductKernel<GeluByTanh>(form),
        _ => new ProductKernel<Simd.Identity>(form),
    };
}

/// <summary>How a product with a bias is written.</summary>
/// <param name="TransposeA">a is transposed.</param>
/// <param name="TransposeB">b is transposed.</param>
/// <param name="IsBiasAdd">The sum is a BiasAdd, which takes no vectors for its value.</param>
/// <param name="IsReshaped">The product gets another shape before the sum.</param>
internal readonly record struct ProductForm(bool TransposeA, bool TransposeB, bool IsBiasAdd, bool IsReshaped);

/// <summary>Inputs: a, b, the bias, and the shape of the result if it is another.</summary>
internal sealed class ProductKernel<TActivation>(ProductForm form) : FusedKernel
    where TActivation : struct, IUnaryOperator
{
    private readonly MatrixPacking<float> packing = new(form.TransposeB);

    public override ReadOnlySpan<int> PreparedInputs => [1];

    public override object PreparationKey => packing.Key;

    public override object? Prepare(Tensor input) => packing.Pack(input);

    protected override bool TryRun(StepContext s)
    {
        (Tensor a, Tensor b, Tensor bias) = (s.Input(0), s.Input(1), s.Input(2));
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2) return false;
        (long rows, long depth) = form.TransposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        (long columns, long other) = form.TransposeB ? (b.Shape[0], b.Shape[1]) : (b.Shape[1], b.Shape[0]);
        if (depth != other || bias.Shape.Rank != 1 || bias.Shape[0] != columns || columns == 0 || rows == 0) return false;
        if (Output(s, rows, columns) is not { } c) return false;
        GemmShape shape = new(checked((int)rows), checked((int)columns), checked((int)depth), form.TransposeA, form.TransposeB);
        if (s.Prepared<PackedMatrix>() is { } packed) Gemm.Run<float, TActivation>(shape, a.Elements<float>(), packed, bias.Elements<float>(), c.Elements<float>());
        else Gemm.Run<float, TActivation>(shape, a.Elements<float>(), b.Elements<float>(), bias.Elements<float>(), c.Elements<float>());
        return true;
    }

    /// <summary>The output, if the bias goes along its last dimension.</summary>
    private Tensor? Output(StepContext s, long rows, long columns)
    {
        if (!form.IsReshaped) return s.Output(0, rows, columns);
        Tensor wanted = s.Input(3);
        if (wanted.Shape.Rank != 1 || wanted.ElementCount > Shape.MaxRank) return null;
        Span<long> sizes = stackalloc long[(int)wanted.ElementCount];
        wanted.Integers(sizes);
        if (!Reshape.TryResolve(sizes, rows * columns)) return null;
        return sizes.Length >= (form.IsBiasAdd ? 2 : 1) && sizes[^1] == columns ? s.Output(0, sizes) : null;
    }
}

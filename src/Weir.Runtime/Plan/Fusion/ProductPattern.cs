using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>
/// A product of matrices, perhaps under another shape (tensordot), to which one or two things are added, a bias or a matrix, perhaps through an
/// activation: dense layers, those with a residual, and the gates of recurrent cells.
/// </summary>
internal sealed class ProductPattern : IFusionPattern
{
    private const int MostAddends = 2;

    public FusedNodes? Match(PlanNode root, PlanUses uses)
    {
        if (root.OutputTypes is not [DType.Float32]) return null;
        Activation activation = Activation.Ending(root) ?? new Activation(ActivationKind.None, new PlanEdge(root, 0), []);
        List<PlanNode> members = [.. activation.Members];
        List<ProductAddend> addends = [];
        PlanEdge value = activation.Input;
        while (addends.Count < MostAddends && Sum(value.Node, MostAddends - addends.Count, uses) is { } sum)
        {
            members.Add(value.Node);
            addends.Insert(0, sum.Addend);
            value = sum.Value;
        }

        if (addends.Count == 0) return null;
        PlanEdge[] shape = [];
        if (value.Node.Is("Reshape"))
        {
            members.Add(value.Node);
            shape = [value.Node.Inputs[1]];
            value = value.Node.Inputs[0];
        }

        PlanNode product = value.Node;
        if (!IsProduct(product, uses)) return null;
        members.Add(product);
        if (addends.Exists(addend => members.Contains(addend.Edge.Node))) return null;   // twice the product
        bool transposeA = product.Attributes.Get<bool>("transpose_a"), transposeB = product.Attributes.Get<bool>("transpose_b");
        ProductForm form = new(transposeA, transposeB, addends[0].Kind, addends.ElementAtOrDefault(1).Kind, shape.Length > 0);
        return new FusedNodes(Kernel(activation.Kind, form), members, [.. product.Inputs, .. addends.Select(addend => addend.Edge), .. shape]);
    }

    /// <summary>What a sum adds to something that a product leads to by so many sums at most, and that nobody else reads.</summary>
    private static (PlanEdge Value, ProductAddend Addend)? Sum(PlanNode sum, int most, PlanUses uses)
    {
        if (sum.Is("BiasAdd")) return sum.Attributes.GetString("data_format") == "NHWC" ? (sum.Inputs[0], new ProductAddend(AddendKind.BiasAdd, sum.Inputs[1])) : null;
        if (!sum.Is("AddV2") && !sum.Is("Add")) return null;
        foreach (int side in (ReadOnlySpan<int>)[0, 1])
        {
            (PlanEdge value, PlanEdge other) = (sum.Inputs[side], sum.Inputs[1 - side]);
            if (uses.IsReadBy(value.Node, sum) && LeadsToProduct(value, most - 1, uses)) return (value, new ProductAddend(AddendKind.Sum, other));
        }

        return null;
    }

    private static bool LeadsToProduct(PlanEdge value, int sums, PlanUses uses) =>
        IsProduct(value.Node, uses) || (value.Node.Is("Reshape") && IsProduct(value.Node.Inputs[0].Node, uses))
        || (sums > 0 && Sum(value.Node, sums, uses) is { } sum && LeadsToProduct(sum.Value, sums - 1, uses));

    /// <summary>Whether a node is a product that is still to be made here, and not a row of products that were made before a loop.</summary>
    private static bool IsProduct(PlanNode node, PlanUses uses) => node.Is("MatMul") && uses.Position(node) >= 0;

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

/// <summary>How a product's addend has to look.</summary>
internal enum AddendKind
{
    None,

    /// <summary>A vector, added by an op that takes no vectors for its value.</summary>
    BiasAdd,

    /// <summary>A vector, or of the result's own shape.</summary>
    Sum,
}

/// <summary>What is added to a product.</summary>
internal readonly record struct ProductAddend(AddendKind Kind, PlanEdge Edge);

/// <summary>How a product with addends is written.</summary>
/// <param name="TransposeA">a is transposed.</param>
/// <param name="TransposeB">b is transposed.</param>
/// <param name="First">What is added first.</param>
/// <param name="Second">What is added then, if anything.</param>
/// <param name="IsReshaped">The product gets another shape before the sums.</param>
internal readonly record struct ProductForm(bool TransposeA, bool TransposeB, AddendKind First, AddendKind Second, bool IsReshaped);

/// <summary>Inputs: a, b, the addends, and the shape of the result if it is another.</summary>
internal sealed class ProductKernel<TActivation>(ProductForm form) : FusedKernel
    where TActivation : struct, IUnaryOperator
{
    private readonly MatrixPacking<float> packing = new(form.TransposeB);

    public override ReadOnlySpan<int> PreparedInputs => [1];

    public override object PreparationKey => packing.Key;

    public override object? Prepare(Tensor input) => packing.Pack(input);

    protected override bool TryRun(StepContext s)
    {
        (Tensor a, Tensor b) = (s.Input(0), s.Input(1));
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2) return false;
        (long rows, long depth) = form.TransposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        (long columns, long other) = form.TransposeB ? (b.Shape[0], b.Shape[1]) : (b.Shape[1], b.Shape[0]);
        if (depth != other || columns == 0 || rows == 0) return false;
        Tensor? wanted = form.IsReshaped ? s.Input(form.Second == AddendKind.None ? 3 : 4) : null;
        if (wanted is not null && (wanted.Shape.Rank != 1 || wanted.ElementCount > Shape.MaxRank)) return false;
        Span<long> sizes = stackalloc long[wanted is null ? 2 : (int)wanted.ElementCount];
        if (wanted is null) (sizes[0], sizes[1]) = (rows, columns);
        else if (!HasColumns(wanted, sizes, rows, columns)) return false;
        if (!Fits(form.First, s.Input(2), sizes) || (form.Second != AddendKind.None && !Fits(form.Second, s.Input(3), sizes))) return false;
        Span<float> c = s.Output(0, sizes).Elements<float>();
        GemmShape shape = new(checked((int)rows), checked((int)columns), checked((int)depth), form.TransposeA, form.TransposeB);
        ReadOnlySpan<float> first = s.Input(2).Elements<float>(), second = form.Second == AddendKind.None ? default : s.Input(3).Elements<float>();
        if (s.Prepared<PackedMatrix>() is { } packed) Gemm.Run<float, TActivation>(shape, a.Elements<float>(), packed, first, second, c);
        else Gemm.Run<float, TActivation>(shape, a.Elements<float>(), b.Elements<float>(), first, second, c);
        return true;
    }

    /// <summary>Reads the result's sizes, and whether the last is that of the product.</summary>
    private static bool HasColumns(Tensor wanted, Span<long> sizes, long rows, long columns)
    {
        wanted.Integers(sizes);
        return Reshape.TryResolve(sizes, rows * columns) && sizes.Length > 0 && sizes[^1] == columns;
    }

    private static bool Fits(AddendKind kind, Tensor addend, ReadOnlySpan<long> sizes) =>
        addend.Shape.Rank == 1 && addend.Shape[0] == sizes[^1] ? kind == AddendKind.Sum || sizes.Length >= 2
        : kind == AddendKind.Sum && addend.Shape.Dimensions.SequenceEqual(sizes);
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Makes the ops of one rule, whose definitions differ in nothing but what each form adds.</summary>
/// <param name="name">The rule's name in the ops' names.</param>
/// <param name="slots">The variables beside <c>var</c>.</param>
/// <param name="inputs">The scalars and the gradient, in order.</param>
/// <param name="types">The dtypes that there are kernels for.</param>
/// <param name="flag">An attribute that chooses between the rules; null: none.</param>
internal sealed class ApplyRow<TRule, TFlagged>(string name, string slots, string inputs, ElementTypes types, string? flag)
    where TRule : struct, IApplyRule
    where TFlagged : struct, IApplyRule
{
    public Op[] Dense() => [Make("Apply", isSparse: false, isResource: false, types), .. DenseOfResource()];

    public Op[] DenseOfResource() => [Make("ResourceApply", isSparse: false, isResource: true, types)];

    public Op[] DenseAndSparseOfResource() => [.. DenseOfResource(), Make("ResourceSparseApply", isSparse: true, isResource: true, types)];

    public Op[] DenseAndSparse() => DenseAndSparse(types);

    public Op[] DenseAndSparse(ElementTypes sparseTypes) =>
        [.. Dense(), Make("SparseApply", isSparse: true, isResource: false, sparseTypes), Make("ResourceSparseApply", isSparse: true, isResource: true, sparseTypes)];

    private ApplyOp<TRule, TFlagged> Make(string form, bool isSparse, bool isResource, ElementTypes kernels)
    {
        string variable = isResource ? "resource" : "Ref(T)";
        IEnumerable<string> variables = $"var, {slots}".Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(input => $"{input}: {variable}");
        IEnumerable<string> values = inputs.Split(", ").SelectMany(input => (input, isSparse) switch
        {
            ("grad" or "delta", true) => ["grad: T", "indices: Tindices"],
            ("global_step", _) => ["global_step: int64"],
            _ => new[] { $"{input}: T" },
        });
        OpDefinition definition = $"{form}{name}({string.Join(", ", variables.Concat(values))}){(isResource ? "" : " -> out: Ref(T)")}; T: {{numbers}}; "
            + $"{(isSparse ? "Tindices: {int32, int64}; " : "")}use_locking: bool = false{(flag is null ? "" : "; " + flag)}{(isResource ? " | stateful" : "")}";
        return new ApplyOp<TRule, TFlagged>(definition, kernels, flag?.Split(':')[0]);
    }
}

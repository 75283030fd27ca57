namespace Weir.Plans;

/// <summary>An activation as graphs compose it: of one node, or of several.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Input">What it is applied to.</param>
/// <param name="Members">Its nodes.</param>
internal sealed record Activation(ActivationKind Kind, PlanEdge Input, PlanNode[] Members)
{
    /// <summary>The activation that a node is the last one of; null: none that is known.</summary>
    public static Activation? Ending(PlanNode root)
    {
        ActivationKind? single = root.Definition.Name switch
        {
            "Relu" => ActivationKind.Relu,
            "Relu6" => ActivationKind.Relu6,
            "Tanh" => ActivationKind.Tanh,
            "Sigmoid" => ActivationKind.Sigmoid,
            _ => null,
        };
        return single is { } kind ? new Activation(kind, root.Inputs[0], [root]) : GeluForm.Ending(root);
    }
}

/// <summary>The activations that products apply to their sums.</summary>
internal enum ActivationKind
{
    None,
    Relu,
    Relu6,
    Tanh,
    Sigmoid,
    Gelu,
    GeluByTanh,
}

namespace Weir.Plans;

/// <summary>The ways in which graphs write gelu: x / 2 * (1 + f), the half on either side, f of erf or of tanh.</summary>
internal static class GeluForm
{
    private const float HalfRoot = 0.70710678f;
    private const float Root = 1.41421356f;
    private const float RootOfTwoByPi = 0.79788456f;
    private const float Cubic = 0.044715f;

    public static Activation? Ending(PlanNode root)
    {
        if (!root.Is("Mul")) return null;
        return Of(root, root.Inputs[0], root.Inputs[1]) ?? Of(root, root.Inputs[1], root.Inputs[0]);
    }

    private static Activation? Of(PlanNode root, PlanEdge left, PlanEdge right)
    {
        // (x / 2) * (1 + f), or x * ((1 + f) / 2)
        if (Scaled(left, 0.5f) is { } x && Function(right, x) is { } whole) return Found(whole, x, [root, left.Node]);
        return Scaled(right, 0.5f) is { } sum && Function(sum, left) is { } half ? Found(half, left, [root, right.Node]) : null;
    }

    private static Activation Found((ActivationKind Kind, PlanNode[] Members) function, PlanEdge x, PlanNode[] members) =>
        new(function.Kind, x, [.. function.Members, .. members]);

    /// <summary>1 + f of x.</summary>
    private static (ActivationKind Kind, PlanNode[] Members)? Function(PlanEdge edge, PlanEdge x)
    {
        if (Shifted(edge, 1) is not { } f) return null;
        if (f.Node.Is("Erf"))
        {
            PlanEdge inner = f.Node.Inputs[0];
            bool divided = inner.Node.Is("RealDiv") && inner.Node.Inputs[0] == x && ConstantScalar.Is(inner.Node.Inputs[1], Root);
            return divided || Scaled(inner, HalfRoot) == x ? (ActivationKind.Gelu, [edge.Node, f.Node, inner.Node]) : null;
        }

        if (!f.Node.Is("Tanh") || Scaled(f.Node.Inputs[0], RootOfTwoByPi) is not { } polynomial || !IsSum(polynomial.Node)) return null;
        PlanEdge? cubic = Other(polynomial.Node, x);
        if (cubic is null || Scaled(cubic.Value, Cubic) is not { } cube || Cube(cube, x) is not { } power) return null;
        return (ActivationKind.GeluByTanh, [edge.Node, f.Node, f.Node.Inputs[0].Node, polynomial.Node, cubic.Value.Node, .. power]);
    }

    private static PlanNode[]? Cube(PlanEdge cube, PlanEdge x)
    {
        if (cube.Node.Is("Pow")) return cube.Node.Inputs[0] == x && ConstantScalar.Is(cube.Node.Inputs[1], 3) ? [cube.Node] : null;
        if (!cube.Node.Is("Mul") || Other(cube.Node, x) is not { } square) return null;
        bool isSquare = square.Node.Is("Square") ? square.Node.Inputs[0] == x : square.Node.Is("Mul") && Other(square.Node, x) == x;
        return isSquare ? [cube.Node, square.Node] : null;
    }

    /// <summary>What a product multiplies by a constant.</summary>
    private static PlanEdge? Scaled(PlanEdge edge, float factor) => edge.Node.Is("Mul") ? Beside(edge.Node, factor) : null;

    private static PlanEdge? Shifted(PlanEdge edge, float summand) => IsSum(edge.Node) ? Beside(edge.Node, summand) : null;

    private static bool IsSum(PlanNode node) => node.Is("AddV2") || node.Is("Add");

    private static PlanEdge? Beside(PlanNode node, float constant) =>
        ConstantScalar.Is(node.Inputs[0], constant) ? node.Inputs[1] : ConstantScalar.Is(node.Inputs[1], constant) ? node.Inputs[0] : null;

    private static PlanEdge? Other(PlanNode node, PlanEdge one) => node.Inputs[0] == one ? node.Inputs[1] : node.Inputs[1] == one ? node.Inputs[0] : null;
}

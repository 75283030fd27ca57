namespace Weir.Plans;

/// <summary>Numbers that are part of the graph.</summary>
internal static class ConstantScalar
{
    private const float Tolerance = 1e-6f;

    /// <summary>Whether a value is a constant scalar.</summary>
    public static bool Is(PlanEdge edge) => Find(edge) is not null;

    /// <summary>Whether a value is a constant scalar near a number.</summary>
    public static bool Is(PlanEdge edge, float number) => Find(edge) is { } value && MathF.Abs(value - number) <= Tolerance * MathF.Abs(number);

    private static float? Find(PlanEdge edge) =>
        edge.Node.Is("Const") && edge.DType == DType.Float32 && edge.Node.Attributes.Get<Tensor>("value") is { ElementCount: 1, Shape.Rank: 0 } value
            ? value.AsSpan<float>()[0]
            : null;
}

namespace Weir.Ops;

/// <summary>What shape an op makes that draws several numbers for each parameter.</summary>
internal static class DrawShape
{
    /// <summary>Makes output 0.</summary>
    /// <param name="s">The step.</param>
    /// <param name="shapeInput">The input that says a shape.</param>
    /// <param name="parameters">The shape of the parameters.</param>
    /// <param name="whole">Whether the shape said is the whole one, which then must end with that of the parameters; else that is put behind it.</param>
    public static Tensor Output(StepContext s, int shapeInput, ReadOnlySpan<long> parameters, bool whole)
    {
        Tensor shape = s.Input(shapeInput);
        s.Require(shape.Shape.Rank == 1, $"shape must be a vector of {{int32,int64}}, got shape {shape.Shape}");
        ReadOnlySpan<long> sizes = s.Sizes(shape, stackalloc long[Shape.MaxRank]);
        if (!whole) return s.Output(0, [.. sizes, .. parameters]);
        s.Require(sizes.EndsWith(parameters), "Shape passed in must end with broadcasted shape.");
        return s.Output(0, sizes);
    }
}

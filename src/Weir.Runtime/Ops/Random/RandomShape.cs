namespace Weir.Ops;

/// <summary>What shape a random op makes, and how much of its stream that takes.</summary>
internal static class RandomShape
{
    /// <summary>Makes output 0 in the shape that an input says.</summary>
    public static Tensor Output(StepContext s, int shapeInput)
    {
        Tensor shape = s.Input(shapeInput);
        s.Require(shape.Shape.Rank == 1, $"shape must be a vector of {{int32,int64}}, got shape {shape.Shape}");
        return s.Output(0, s.Sizes(shape, stackalloc long[Shape.MaxRank]));
    }

    /// <summary>The blocks that so many elements keep.</summary>
    public static UInt128 Reserved(long elements) => (UInt128)(ulong)elements * RandomSource.BlocksPerElement;
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A tensor of random elements of one distribution, of a shape that an input says.</summary>
/// <param name="definition">The op.</param>
/// <param name="source">Where the generator comes from.</param>
/// <param name="shapeInput">The input that says the shape.</param>
/// <param name="draw">Makes the kernel for the dtype.</param>
internal sealed class RandomOp(OpDefinition definition, RandomSource source, int shapeInput, RandomOp.Draw draw) : Op
{
    /// <summary>Makes a kernel; the shape is said by an input.</summary>
    internal delegate Kernel Draw(KernelRequest r, TakeGenerator take, int shapeInput);

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        source.InferShapes(c);
        for (int i = c.InputCount - 1; i > shapeInput && IsBound(c, i); i--) c.WithRank(i, 0);
        c.Output(0, c.ShapeFrom(shapeInput));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "Tshape", "shape_dtype");
        return draw(r, source.Create(r), shapeInput);
    }

    private static bool IsBound(ShapeContext c, int input) => c.Operation.Definition.Inputs[input].Name is "minval" or "maxval";
}

/// <summary>Fills a tensor with elements of a distribution that is always the same.</summary>
internal sealed class RandomKernel<T, TDistribution>(TakeGenerator take, int shapeInput) : Kernel
    where T : unmanaged
    where TDistribution : struct, IDistribution<T>
{
    public override void Run(StepContext s)
    {
        Tensor output = RandomShape.Output(s, shapeInput);
        if (output.ElementCount > 0) RandomFill.Run(take(s, RandomShape.Reserved(output.ElementCount)), output.Elements<T>(), default(TDistribution));
    }
}

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

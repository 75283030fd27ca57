using Weir.Definitions;

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
        if (source == RandomSource.Variable) base.Gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "Tshape", "shape_dtype");
        return draw(r, source.Create(r), shapeInput);
    }

    private static bool IsBound(ShapeContext c, int input) => c.Operation.Definition.Inputs[input].Name is "minval" or "maxval";
}

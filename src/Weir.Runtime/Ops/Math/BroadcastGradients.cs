namespace Weir.Ops;

/// <summary>Brings gradients of a broadcast result back to the shapes of the operands: sums over what was repeated.</summary>
internal static class BroadcastGradients
{
    /// <summary>Says the gradients to inputs 0 and 1, given in the shape of the result.</summary>
    public static void FlowBroadcast(this GradientContext g, Output forX, Output forY)
    {
        (Output x, Output y) = (g.Input(0), g.Input(1));
        if (x.Shape.IsFullyDefined && x.Shape.Equals(y.Shape))
        {
            g.Flow(0, forX);
            g.Flow(1, forY);
            return;
        }

        (Output sizesX, Output sizesY) = (ShapeOp.Build(x), ShapeOp.Build(y));
        (Output axesX, Output axesY) = BroadcastGradientArgs.Build(sizesX, sizesY);
        g.Flow(0, Reshape.Build(Reductions.Sum(forX, axesX), sizesX));
        g.Flow(1, Reshape.Build(Reductions.Sum(forY, axesY), sizesY));
    }

    /// <summary>A gradient in the shape of the result, brought to the shape of one operand.</summary>
    public static Output SumTo(Output gradient, Output operand, Output result)
    {
        Output sizes = ShapeOp.Build(operand);
        (Output axes, _) = BroadcastGradientArgs.Build(sizes, ShapeOp.Build(result));
        return Reshape.Build(Reductions.Sum(gradient, axes), sizes);
    }
}

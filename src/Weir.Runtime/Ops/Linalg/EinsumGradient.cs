namespace Weir.Ops;

/// <summary>The gradients of Einsum, which are Einsums of what flows in and the other operand.</summary>
/// <remarks>Source: linalg_grad.py.</remarks>
internal static class EinsumGradient
{
    public static void Flow(GradientContext g, EinsumEquation equation)
    {
        Output dz = g.Outgoing(0);
        if (equation.Inputs.Length == 1)
        {
            g.Flow(0, Unreduced(dz, equation.Output, equation.Inputs[0], ShapeOp.Build(g.Input(0))));
            return;
        }

        // An ellipsis that only one operand needs stands for no dimension in the other.
        bool broadcasts = equation.Output.Contains(EinsumEquation.Ellipsis);
        string ofX = Widened(equation.Inputs[0], broadcasts), ofY = Widened(equation.Inputs[1], broadcasts);
        (Output x, Output y) = (g.Input(0).Conj(), g.Input(1).Conj());
        (Output sizesX, Output sizesY) = (ShapeOp.Build(x), ShapeOp.Build(y));
        Output forX = ToOperand(dz, y, sizesX, ofX, ofY, equation.Output);
        Output forY = ToOperand(dz, x, sizesY, ofY, ofX, equation.Output);
        if (broadcasts)
        {
            (Output firstX, Output batchX) = Batch(x, sizesX, ofX);
            (Output firstY, Output batchY) = Batch(y, sizesY, ofY);
            (Output axesX, Output axesY) = BroadcastGradientArgs.Build(batchX, batchY);
            forX = Reshape.Build(Reductions.Sum(forX, axesX + firstX), sizesX);
            forY = Reshape.Build(Reductions.Sum(forY, axesY + firstY), sizesY);
        }

        g.Flow(0, forX);
        g.Flow(1, forY);
    }

    private static string Widened(string subscripts, bool broadcasts) =>
        broadcasts && !subscripts.Contains(EinsumEquation.Ellipsis) ? subscripts + EinsumEquation.Ellipsis : subscripts;

    /// <summary>Where the dimensions under the ellipsis begin, and their sizes.</summary>
    private static (Output First, Output Sizes) Batch(Output operand, Output sizes, string subscripts)
    {
        Graph graph = operand.Operation.Graph;
        int first = subscripts.IndexOf(EinsumEquation.Ellipsis);
        Output count = Rank.Build(operand) - graph.Const(subscripts.Length - 1);
        return (graph.Const(first), Slice.Build(sizes, graph.Const(Tensor.From(first)), Pack.Build([count])));
    }

    private static Output ToOperand(Output dz, Output other, Output sizes, string own, string others, string output)
    {
        string kept = string.Concat(own.Where(label => (output + others + EinsumEquation.Ellipsis).Contains(label)));
        Output product = Einsum.Build($"{EinsumEquation.Text(output)},{EinsumEquation.Text(others)}->{EinsumEquation.Text(kept)}", dz, other);
        return kept == own ? product : Unreduced(product, kept, own, sizes);
    }

    /// <summary>The gradient of an Einsum of one operand: its reverse, repeated over what was summed.</summary>
    private static Output Unreduced(Output dz, string output, string input, Output sizes)
    {
        Graph graph = dz.Operation.Graph;
        string summed = string.Concat(input.Distinct().Where(label => label != EinsumEquation.Ellipsis && !output.Contains(label)));
        if (summed.Length > 0)
        {
            // The axis of each summed letter, counted from the end if it is behind the ellipsis.
            Output[] lengths = [.. summed.Select(label => Length(label))];
            Output shape = ConcatV2.Build([Pack.Build(lengths), ShapeOp.Build(dz)], 0);
            Output ones = graph.Const(Tensor.From(Enumerable.Repeat(1, summed.Length).ToArray()));
            dz = BroadcastTo.Build(Reshape.Build(dz, ConcatV2.Build([ones, ShapeOp.Build(dz)], 0)), shape);
        }

        return Einsum.Build($"{summed}{EinsumEquation.Text(output)}->{EinsumEquation.Text(input)}", dz);

        Output Length(char label)
        {
            int at = input.IndexOf(label);
            int ellipsis = input.IndexOf(EinsumEquation.Ellipsis);
            Output axis = ellipsis >= 0 && ellipsis < at ? Size.Build(sizes) + graph.Const(at - input.Length) : graph.Const(at);
            return GatherV2.Build(sizes, axis, 0);
        }
    }
}

namespace Weir.Ops;

/// <summary>The gradient X of a square root S solves S* X + X S* = G: a linear system of as many unknowns as X has elements.</summary>
/// <remarks>Source: linalg_grad.py.</remarks>
internal static class MatrixSquareRootGradient
{
    public static void Flow(GradientContext g)
    {
        Graph graph = g.Graph;
        Output s = g.Output(0), adjoint = MatrixGraph.Adjoint(s), one = graph.Const(1);
        Output unit = MatrixDiag.Build(OnesLike.Build(MatrixDiagPart.Build(s)));
        Output sizes = ShapeOp.Build(s);
        Output rank = Rank.Build(s);
        Output batch = Slice.Build(sizes, graph.Const(Tensor.From(0)), Pack.Build([rank - graph.Const(2)]));
        Output n = GatherV2.Build(sizes, rank - one, 0);
        Output system = Kronecker(adjoint, unit) + Kronecker(unit, s.Conj());
        Output side = Reshape.Build(g.Outgoing(0), ConcatV2.Build([batch, Pack.Build([n * n, one])], 0));
        g.Flow(0, Reshape.Build(MatrixSolve.Build(system, side), sizes));

        // (x (*) y)[i k, j l] = x[i, j] y[k, l].
        Output Kronecker(Output x, Output y)
        {
            Output left = Reshape.Build(x, ConcatV2.Build([batch, Pack.Build([n, one, n, one])], 0));
            Output right = Reshape.Build(y, ConcatV2.Build([batch, Pack.Build([one, n, one, n])], 0));
            return Reshape.Build(left * right, ConcatV2.Build([batch, Pack.Build([n * n, n * n])], 0));
        }
    }
}

namespace Weir.Ops;

/// <summary>The gradient of singular values and vectors. It is infinite, or NaN, where singular values are equal.</summary>
/// <remarks>Source: linalg_grad.py.</remarks>
internal static class SvdGradient
{
    public static void Flow(GradientContext g)
    {
        Output a = g.Input(0), s = g.Output(0);
        (Output u, Output v, Output du, Output dv) = (g.Output(1), g.Output(2), g.Outgoing(1), g.Outgoing(2));
        (long m, long n) = a.Shape.HasRank ? (a.Shape[-2], a.Shape[-1]) : (-1, -1);
        if (m < 0 || n < 0) throw new TfException(StatusCode.Unimplemented, "SVD gradient is not implemented for unknown sizes of the inner matrix.");
        bool full = g.Operation.Attributes.Get<bool>("full_matrices");
        if (full && Math.Abs(m - n) > 1)
        {
            throw new TfException(StatusCode.Unimplemented, "svd gradient is not implemented for abs(m - n) > 1 when full_matrices is True");
        }

        // Of a tall matrix the gradient of the adjoint is found, and turned back.
        bool tall = m > n;
        if (tall) (m, n, u, v, du, dv) = (n, m, v, u, dv, du);
        (Output v1, Output dv1) = full && m != n ? (MatrixGraph.Columns(v, 0, m), MatrixGraph.Columns(dv, 0, m)) : (v, dv);
        Output values = MatrixDiag.Build(s), f = MatrixGraph.ReciprocalDifferences(s.Square());
        Output ofU = f * MatrixGraph.Product(u, du, adjointX: true), vdv = MatrixGraph.Product(v1, dv1, adjointX: true), ofV = f * vdv;
        Output middle = MatrixDiag.Build(g.Outgoing(0)) + MatrixGraph.Product(ofU + MatrixGraph.Adjoint(ofU), values)
            + MatrixGraph.Product(values, ofV + MatrixGraph.Adjoint(ofV));
        Output inverse = MatrixDiag.Build(MatrixGraph.SafeReciprocal(s));
        if (a.DType.IsComplex())
        {
            Output diagonal = MatrixDiag.Build(MatrixDiagPart.Build(vdv));
            middle += MatrixGraph.Product(inverse, MatrixGraph.Adjoint(diagonal) - diagonal) * 0.5;
        }

        Output gradient = MatrixGraph.Product(u, MatrixGraph.Product(middle, v1, adjointY: true));
        if (m != n)
        {
            Output rest = MatrixGraph.Adjoint(dv1);
            rest -= MatrixGraph.Product(MatrixGraph.Product(rest, v1), v1, adjointY: true);
            if (full)
            {
                (Output v2, Output dv2) = (MatrixGraph.Columns(v, m, 0), MatrixGraph.Columns(dv, m, 0));
                rest -= MatrixGraph.Product(MatrixGraph.Product(v1, dv2, adjointX: true), v2, adjointY: true);
            }

            gradient += MatrixGraph.Product(MatrixGraph.Product(u, inverse), rest);
        }

        g.Flow(0, tall ? MatrixGraph.Adjoint(gradient) : gradient);
    }
}

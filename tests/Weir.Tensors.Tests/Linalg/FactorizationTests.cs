using System.Numerics;
using CsCheck;
using Weir.Linalg;

namespace Weir.Tensors.Tests;

/// <summary>Factors of random complex matrices multiply to the matrix.</summary>
public sealed class FactorizationTests
{
    private static readonly Gen<Complex[]> Squares = Gen.Int[1, 9].SelectMany(n =>
        Gen.Select(Gen.Double[-2, 2], Gen.Double[-2, 2], (re, im) => new Complex(re, im)).Array[n * n]);

    [Fact]
    public void Schur() => Squares.Sample(elements =>
    {
        int n = (int)Math.Sqrt(elements.Length);
        Matrix<Complex> t = new((Complex[])elements.Clone(), n, n), q = New(n), adjoint = New(n), product = New(n), back = New(n);
        Assert.True(ComplexSchur.Factorize(t, q));
        for (int i = 1; i < n; i++) t.Row(i)[..i].Clear();
        product.SetProduct(q, t);
        adjoint.SetAdjoint(q);
        back.SetProduct(product, adjoint);
        Near(elements, back);
    });

    [Fact]
    public void A_square_root_times_itself_is_the_matrix() => Squares.Sample(elements =>
    {
        int n = (int)Math.Sqrt(elements.Length);
        for (int i = 0; i < n; i++) elements[(i * n) + i] += 8;   // away from the cut of the root
        Matrix<Complex> a = new((Complex[])elements.Clone(), n, n), root = New(n), square = New(n), log = New(n), back = New(n);
        Assert.True(MatrixFunctions.SquareRoot(a, root));
        square.SetProduct(root, root);
        Near(elements, square);
        Assert.True(MatrixFunctions.Logarithm(a, log));
        MatrixFunctions.Exponential(log, back);
        Near(elements, back);
    });

    [Fact]
    public void Singular_values() => Squares.Sample(elements =>
    {
        int n = (int)Math.Sqrt(elements.Length);
        Matrix<Complex> u = new((Complex[])elements.Clone(), n, n), v = New(n), adjoint = New(n), back = New(n);
        double[] values = new double[n];
        SingularValues.Factorize(u, values, v);
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++) u[i, k] *= values[k];
        }

        adjoint.SetAdjoint(v);
        back.SetProduct(u, adjoint);
        Near(elements, back);
    });

    private static Matrix<Complex> New(int n) => new(new Complex[n * n], n, n);

    private static void Near(Complex[] want, Matrix<Complex> got)
    {
        for (int i = 0; i < want.Length; i++) Assert.True(Complex.Abs(want[i] - got.Elements[i]) < 1e-9, $"element {i} is {got.Elements[i]} for {want[i]}");
    }
}

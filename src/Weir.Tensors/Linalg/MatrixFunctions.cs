using System.Buffers;
using System.Numerics;

namespace Weir.Linalg;

/// <summary>The exponential, the logarithm and the square root of a square matrix.</summary>
internal static class MatrixFunctions
{
    private const int TaylorTerms = 18;

    /// <summary>e^A: of A halved until it is small, by Taylor's series, squared as often.</summary>
    public static void Exponential<T>(Matrix<T> a, Matrix<T> result)
        where T : unmanaged, INumberBase<T>
    {
        int n = a.Rows, count = n * n;
        double norm = a.ColumnNorm();
        int halvings = norm > 0.5 && double.IsFinite(norm) ? (int)Math.Ceiling(Math.Log2(norm / 0.5)) : 0;
        T scale = Field.OfReal<T>(Math.ScaleB(1, -halvings));
        T[] memory = ArrayPool<T>.Shared.Rent(2 * count);
        Matrix<T> small = new(memory, n, n), product = new(memory.AsSpan(count), n, n);
        for (int i = 0; i < count; i++) small.Elements[i] = a.Elements[i] * scale;

        // 1 + A (1 + A/2 (1 + A/3 (...))).
        result.SetIdentity();
        for (int k = TaylorTerms; k > 0; k--)
        {
            product.SetProduct(small, result);
            T divisor = Field.OfReal<T>(k);
            for (int i = 0; i < count; i++) result.Elements[i] = product.Elements[i] / divisor;
            for (int i = 0; i < n; i++) result[i, i] += T.One;
        }

        for (int k = 0; k < halvings; k++)
        {
            product.SetProduct(result, result);
            product.CopyTo(result);
        }

        ArrayPool<T>.Shared.Return(memory);
    }

    /// <summary>The principal square root, by Schur's form.</summary>
    public static bool SquareRoot(Matrix<Complex> a, Matrix<Complex> result) => BySchur(a, result, RootOfTriangle);

    /// <summary>The principal logarithm, by Schur's form.</summary>
    public static bool Logarithm(Matrix<Complex> a, Matrix<Complex> result) => BySchur(a, result, LogarithmOfTriangle);

    private delegate void TriangleFunction(Matrix<Complex> t, Matrix<Complex> result);

    private static bool BySchur(Matrix<Complex> a, Matrix<Complex> result, TriangleFunction function)
    {
        int n = a.Rows, count = n * n;
        Complex[] memory = ArrayPool<Complex>.Shared.Rent(3 * count);
        Matrix<Complex> t = new(memory, n, n), q = new(memory.AsSpan(count), n, n), f = new(memory.AsSpan(2 * count), n, n);
        a.CopyTo(t);
        bool ended = ComplexSchur.Factorize(t, q);
        for (int i = 1; i < n; i++) t.Row(i)[..i].Clear();
        function(t, f);
        t.SetProduct(q, f);
        f.SetAdjoint(q);
        result.SetProduct(t, f);
        ArrayPool<Complex>.Shared.Return(memory);
        return ended;
    }

    // R R = T column by column: r(i,j) = (t(i,j) - the sum of r(i,k) r(k,j)) / (r(i,i) + r(j,j)).
    private static void RootOfTriangle(Matrix<Complex> t, Matrix<Complex> r)
    {
        r.Elements.Clear();
        for (int j = 0; j < t.Rows; j++)
        {
            r[j, j] = Complex.Sqrt(t[j, j]);
            for (int i = j - 1; i >= 0; i--)
            {
                Complex sum = t[i, j];
                for (int k = i + 1; k < j; k++) sum -= r[i, k] * r[k, j];
                Complex divisor = r[i, i] + r[j, j];
                r[i, j] = sum == 0 ? 0 : sum / divisor;
            }
        }
    }

    // Roots are taken until T is near 1; then log T = 2 (Z + Z^3 / 3 + Z^5 / 5 + ...) with Z = (T - 1) / (T + 1).
    private static void LogarithmOfTriangle(Matrix<Complex> t, Matrix<Complex> result)
    {
        int n = t.Rows, roots = 0;
        for (; roots < 100 && Distance(t) > 0.1; roots++)
        {
            RootOfTriangle(t, result);
            result.CopyTo(t);
        }

        int count = n * n;
        Complex[] memory = ArrayPool<Complex>.Shared.Rent(3 * count);
        Matrix<Complex> z = new(memory, n, n), square = new(memory.AsSpan(count), n, n), power = new(memory.AsSpan(2 * count), n, n);
        t.CopyTo(z);
        for (int i = 0; i < n; i++)
        {
            z[i, i] -= 1;
            t[i, i] += 1;
        }

        TriangularMatrix.Solve(t, z, lower: false, unit: false);
        square.SetProduct(z, z);
        result.Elements.Clear();
        for (int k = 1; k < 40; k += 2)
        {
            for (int i = 0; i < count; i++) result.Elements[i] += z.Elements[i] * (Math.ScaleB(2, roots) / k);
            power.SetProduct(z, square);
            power.CopyTo(z);
        }

        ArrayPool<Complex>.Shared.Return(memory);
    }

    private static double Distance(Matrix<Complex> t)
    {
        double distance = 0;
        for (int i = 0; i < t.Rows; i++)
        {
            for (int j = i; j < t.Columns; j++) distance = Math.Max(distance, Complex.Abs(t[i, j] - (i == j ? 1 : 0)));
        }

        return distance;
    }
}

using System.Numerics;

namespace Weir.Linalg;

/// <summary>P A = L U with partial pivoting: L, whose diagonal is 1, and U share one matrix.</summary>
internal static class LuFactors
{
    /// <summary>Factorizes a square matrix in place.</summary>
    /// <param name="a">The matrix; then L below the diagonal and U.</param>
    /// <param name="rows">For each row of the result the row of the matrix it was.</param>
    /// <param name="sign">The sign of that permutation.</param>
    /// <returns>Whether no pivot is 0 or NaN.</returns>
    public static bool Factorize<T>(Matrix<T> a, Span<int> rows, out int sign)
        where T : unmanaged, INumberBase<T>
    {
        int n = a.Rows;
        sign = 1;
        bool regular = true;
        for (int i = 0; i < n; i++) rows[i] = i;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            double largest = Field.Magnitude(a[k, k]);
            for (int i = k + 1; i < n; i++)
            {
                double size = Field.Magnitude(a[i, k]);
                if (size > largest) (largest, pivot) = (size, i);
            }

            if (!(largest > 0))
            {
                regular = false;
                continue;
            }

            if (pivot != k)
            {
                Swap(a.Row(k), a.Row(pivot));
                (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
                sign = -sign;
            }

            Eliminate(a, k);
        }

        return regular;
    }

    /// <summary>Solves A X = B for a factorized A; B is overwritten by X.</summary>
    public static void Solve<T>(Matrix<T> lu, ReadOnlySpan<int> rows, Matrix<T> b, Matrix<T> x)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < lu.Rows; i++) b.Row(rows[i]).CopyTo(x.Row(i));
        TriangularMatrix.Solve(lu, x, lower: true, unit: true);
        TriangularMatrix.Solve(lu, x, lower: false, unit: false);
    }

    private static void Eliminate<T>(Matrix<T> a, int k)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> pivotRow = a.Row(k);
        for (int i = k + 1; i < a.Rows; i++)
        {
            Span<T> row = a.Row(i);
            T factor = row[k] / pivotRow[k];
            row[k] = factor;
            for (int j = k + 1; j < row.Length; j++) row[j] -= factor * pivotRow[j];
        }
    }

    private static void Swap<T>(Span<T> x, Span<T> y)
    {
        for (int j = 0; j < x.Length; j++) (x[j], y[j]) = (y[j], x[j]);
    }
}

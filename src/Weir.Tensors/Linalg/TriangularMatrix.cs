using System.Numerics;

namespace Weir.Linalg;

/// <summary>Systems with triangular matrices. A zero on the diagonal gives infinities, as division does.</summary>
internal static class TriangularMatrix
{
    /// <summary>Solves A X = B in place; only one triangle of A counts.</summary>
    public static void Solve<T>(Matrix<T> a, Matrix<T> b, bool lower, bool unit)
        where T : unmanaged, INumberBase<T>
    {
        int n = a.Rows;
        for (int step = 0; step < n; step++)
        {
            int i = lower ? step : n - 1 - step;
            Span<T> row = b.Row(i);
            (int first, int end) = lower ? (0, i) : (i + 1, n);
            for (int k = first; k < end; k++) Subtract(row, a[i, k], b.Row(k));
            if (!unit) Divide(row, a[i, i]);
        }
    }

    /// <summary>Solves A* X = B in place, A* the conjugate transpose of a triangular matrix.</summary>
    public static void SolveAdjoint<T>(Matrix<T> a, Matrix<T> b, bool lower)
        where T : unmanaged, INumberBase<T>
    {
        int n = a.Rows;
        for (int step = 0; step < n; step++)
        {
            int i = lower ? n - 1 - step : step;
            Span<T> row = b.Row(i);
            (int first, int end) = lower ? (i + 1, n) : (0, i);
            for (int k = first; k < end; k++) Subtract(row, Field.Conjugate(a[k, i]), b.Row(k));
            Divide(row, Field.Conjugate(a[i, i]));
        }
    }

    private static void Subtract<T>(Span<T> row, T factor, ReadOnlySpan<T> other)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; j < row.Length; j++) row[j] -= factor * other[j];
    }

    private static void Divide<T>(Span<T> row, T divisor)
        where T : unmanaged, INumberBase<T>
    {
        foreach (ref T value in row) value /= divisor;
    }
}

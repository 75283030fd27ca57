using System.Numerics;

namespace Weir.Linalg;

/// <summary>Systems with triangular matrices that have few diagonals, which are rows of a matrix: the main one first if lower, last if upper.</summary>
internal static class BandedMatrix
{
    /// <summary>Solves A X = B, or A* X = B, in place.</summary>
    /// <returns>Whether no element of the main diagonal is 0.</returns>
    public static bool Solve<T>(Matrix<T> bands, Matrix<T> b, bool lower, bool adjoint)
        where T : unmanaged, INumberBase<T>
    {
        if (bands.Row(lower ? 0 : bands.Rows - 1).Contains(T.Zero)) return false;
        int n = b.Rows;
        bool forwards = lower != adjoint;
        for (int step = 0; step < n; step++)
        {
            int i = forwards ? step : n - 1 - step;
            Span<T> row = b.Row(i);
            for (int k = 1; k < bands.Rows && k <= step; k++)
            {
                // The element of A, or of A*, k places beside the diagonal in row i.
                int other = forwards ? i - k : i + k;
                T factor = Element(bands, lower, adjoint ? other : i, k, adjoint);
                ReadOnlySpan<T> known = b.Row(other);
                for (int j = 0; j < row.Length; j++) row[j] -= factor * known[j];
            }

            T divisor = Element(bands, lower, i, 0, adjoint);
            foreach (ref T value in row) value /= divisor;
        }

        return true;
    }

    // Band k has the element of row i at i, k places left of the diagonal in a lower matrix, right of it in an upper one.
    private static T Element<T>(Matrix<T> bands, bool lower, int row, int k, bool adjoint)
        where T : unmanaged, INumberBase<T>
    {
        T element = bands[lower ? k : bands.Rows - 1 - k, row];
        return adjoint ? Field.Conjugate(element) : element;
    }
}

using System.Numerics;

namespace Weir.Linalg;

/// <summary>A = L L* of a Hermitian positive definite matrix, of which the lower triangle is read.</summary>
internal static class CholeskyFactor
{
    /// <summary>Overwrites the lower triangle by L.</summary>
    /// <returns>Whether the matrix is positive definite; if not, L is not complete.</returns>
    public static bool Factorize<T>(Matrix<T> a)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; j < a.Rows; j++)
        {
            double diagonal = Field.Real(a[j, j]);
            for (int k = 0; k < j; k++) diagonal -= Field.SquaredMagnitude(a[j, k]);
            if (!(diagonal > 0)) return false;
            T root = Field.OfReal<T>(Math.Sqrt(diagonal));
            a[j, j] = root;
            for (int i = j + 1; i < a.Rows; i++)
            {
                T sum = a[i, j];
                for (int k = 0; k < j; k++) sum -= a[i, k] * Field.Conjugate(a[j, k]);
                a[i, j] = sum / root;
            }
        }

        return true;
    }
}

using System.Numerics;

namespace Weir.Linalg;

/// <summary>Eigenvalues and eigenvectors of a Hermitian matrix by Jacobi's rotations, each of which makes one element off the diagonal 0.</summary>
internal static class HermitianEigen
{
    private const int MostSweeps = 60;

    /// <summary>Finds them; of the matrix the lower triangle is read.</summary>
    /// <param name="a">The matrix; destroyed.</param>
    /// <param name="values">The eigenvalues, ascending.</param>
    /// <param name="vectors">The eigenvectors, a column each.</param>
    public static void Find<T>(Matrix<T> a, Span<double> values, Matrix<T> vectors)
        where T : unmanaged, INumberBase<T>
    {
        int n = a.Rows;
        for (int i = 0; i < n; i++)
        {
            a[i, i] = Field.OfReal<T>(Field.Real(a[i, i]));
            for (int j = i + 1; j < n; j++) a[i, j] = Field.Conjugate(a[j, i]);
        }

        vectors.SetIdentity();
        for (int sweep = 0; sweep < MostSweeps && Rest(a) > 0; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++) Rotate(a, vectors, p, q);
            }
        }

        for (int i = 0; i < n; i++) values[i] = Field.Real(a[i, i]);
        Sort(values, vectors);
    }

    // The magnitude off the diagonal, 0 once it does not count beside the diagonal.
    private static double Rest<T>(Matrix<T> a)
        where T : unmanaged, INumberBase<T>
    {
        double off = 0, all = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Rows; j++)
            {
                double size = Field.SquaredMagnitude(a[i, j]);
                all += size;
                if (i != j) off += size;
            }
        }

        return off <= all * 1e-34 ? 0 : off;
    }

    private static void Rotate<T>(Matrix<T> a, Matrix<T> vectors, int p, int q)
        where T : unmanaged, INumberBase<T>
    {
        double size = Field.Magnitude(a[p, q]);
        if (size == 0) return;
        double theta = (Field.Real(a[q, q]) - Field.Real(a[p, p])) / (2 * size);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        T cosine = Field.OfReal<T>(c);
        T sine = a[p, q] * Field.OfReal<T>(t * c / size);   // with the element's phase
        for (int k = 0; k < a.Rows; k++) Turn(ref a[k, p], ref a[k, q], cosine, sine);
        for (int k = 0; k < a.Rows; k++) Turn(ref a[p, k], ref a[q, k], cosine, Field.Conjugate(sine));
        for (int k = 0; k < a.Rows; k++) Turn(ref vectors[k, p], ref vectors[k, q], cosine, sine);
        (a[p, q], a[q, p]) = (T.Zero, T.Zero);
    }

    // (x, y) = (c x - conj(s) y, s x + c y).
    private static void Turn<T>(ref T x, ref T y, T cosine, T sine)
        where T : unmanaged, INumberBase<T>
    {
        T first = (cosine * x) - (Field.Conjugate(sine) * y);
        y = (sine * x) + (cosine * y);
        x = first;
    }

    private static void Sort<T>(Span<double> values, Matrix<T> vectors)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            int least = i;
            for (int j = i + 1; j < values.Length; j++)
            {
                if (values[j] < values[least]) least = j;
            }

            if (least == i) continue;
            (values[i], values[least]) = (values[least], values[i]);
            for (int k = 0; k < vectors.Rows; k++) (vectors[k, i], vectors[k, least]) = (vectors[k, least], vectors[k, i]);
        }
    }
}

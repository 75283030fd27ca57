using System.Numerics;

namespace Weir.Linalg;

/// <summary>A = Q R by Householder's reflections. A diagonal element of R has the other sign than the element it was made of.</summary>
internal static class HouseholderQr
{
    /// <summary>Overwrites A by R above the diagonal and the reflections below.</summary>
    /// <param name="a">Any matrix.</param>
    /// <param name="factors">One factor for each reflection, min(rows, columns) of them.</param>
    public static void Factorize<T>(Matrix<T> a, Span<T> factors)
        where T : unmanaged, INumberBase<T>
    {
        for (int k = 0; k < factors.Length; k++)
        {
            factors[k] = Reflect(a, k);
            for (int j = k + 1; j < a.Columns; j++) Apply(a, k, factors[k], a, j);
        }
    }

    /// <summary>Makes the first columns of Q, as many as the matrix has.</summary>
    public static void MakeQ<T>(Matrix<T> a, ReadOnlySpan<T> factors, Matrix<T> q)
        where T : unmanaged, INumberBase<T>
    {
        q.SetIdentity();
        for (int k = factors.Length - 1; k >= 0; k--)
        {
            for (int j = 0; j < q.Columns; j++) Apply(a, k, Field.Conjugate(factors[k]), q, j);
        }
    }

    // Makes the reflection that sends column k, from the diagonal on, to a multiple of the first unit vector.
    private static T Reflect<T>(Matrix<T> a, int k)
        where T : unmanaged, INumberBase<T>
    {
        double tail = 0;
        for (int i = k + 1; i < a.Rows; i++) tail += Field.SquaredMagnitude(a[i, k]);
        T head = a[k, k];
        double real = Field.Real(head), squared = Field.SquaredMagnitude(head);
        if (tail == 0 && squared <= real * real) return T.Zero;
        double beta = Math.Sqrt(squared + tail);
        if (real >= 0) beta = -beta;
        T difference = head - Field.OfReal<T>(beta);
        for (int i = k + 1; i < a.Rows; i++) a[i, k] /= difference;
        a[k, k] = Field.OfReal<T>(beta);
        return Field.Conjugate((Field.OfReal<T>(beta) - head) / Field.OfReal<T>(beta));
    }

    // Column j of another matrix minus factor * v (v* column).
    private static void Apply<T>(Matrix<T> reflections, int k, T factor, Matrix<T> other, int j)
        where T : unmanaged, INumberBase<T>
    {
        if (factor == T.Zero) return;
        T sum = other[k, j];
        for (int i = k + 1; i < reflections.Rows; i++) sum += Field.Conjugate(reflections[i, k]) * other[i, j];
        sum *= factor;
        other[k, j] -= sum;
        for (int i = k + 1; i < reflections.Rows; i++) other[i, j] -= sum * reflections[i, k];
    }
}

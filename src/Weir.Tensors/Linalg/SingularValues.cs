using System.Numerics;

namespace Weir.Linalg;

/// <summary>A = U S V* by Hestenes' rotations, which make the columns of a matrix orthogonal; small singular values come out as exact as large ones.</summary>
internal static class SingularValues
{
    private const int MostSweeps = 60;

    /// <summary>Factorizes a matrix that has no more columns than rows.</summary>
    /// <param name="a">The matrix; its columns become those of U, of length 1, but 0 where the singular value is.</param>
    /// <param name="values">The singular values, descending.</param>
    /// <param name="v">V, square.</param>
    public static void Factorize<T>(Matrix<T> a, Span<double> values, Matrix<T> v)
        where T : unmanaged, INumberBase<T>
    {
        v.SetIdentity();
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            bool turned = false;
            for (int p = 0; p < a.Columns; p++)
            {
                for (int q = p + 1; q < a.Columns; q++) turned |= Orthogonalize(a, v, p, q);
            }

            if (!turned) break;
        }

        for (int j = 0; j < a.Columns; j++) values[j] = Math.Sqrt(Length(a, j));
        Sort(a, values, v);
        double smallest = values.Length == 0 ? 0 : values[0] * 1e-15 * Math.Max(a.Rows, a.Columns);
        for (int j = 0; j < a.Columns; j++)
        {
            T factor = values[j] > smallest ? Field.OfReal<T>(1 / values[j]) : T.Zero;
            for (int i = 0; i < a.Rows; i++) a[i, j] *= factor;
        }
    }

    private static double Length<T>(Matrix<T> a, int column)
        where T : unmanaged, INumberBase<T>
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++) sum += Field.SquaredMagnitude(a[i, column]);
        return sum;
    }

    private static bool Orthogonalize<T>(Matrix<T> a, Matrix<T> v, int p, int q)
        where T : unmanaged, INumberBase<T>
    {
        T product = T.Zero;
        for (int i = 0; i < a.Rows; i++) product += Field.Conjugate(a[i, p]) * a[i, q];
        (double lengthP, double lengthQ, double size) = (Length(a, p), Length(a, q), Field.Magnitude(product));
        if (!(size > 1e-16 * Math.Sqrt(lengthP * lengthQ))) return false;
        double theta = (lengthQ - lengthP) / (2 * size);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        (T cosine, T sine) = (Field.OfReal<T>(c), product * Field.OfReal<T>(t * c / size));
        Turn(a, p, q, cosine, sine);
        Turn(v, p, q, cosine, sine);
        return true;
    }

    // Columns p and q become c p - conj(s) q and s p + c q.
    private static void Turn<T>(Matrix<T> a, int p, int q, T cosine, T sine)
        where T : unmanaged, INumberBase<T>
    {
        T conjugate = Field.Conjugate(sine);
        for (int i = 0; i < a.Rows; i++)
        {
            (T x, T y) = (a[i, p], a[i, q]);
            a[i, p] = (cosine * x) - (conjugate * y);
            a[i, q] = (sine * x) + (cosine * y);
        }
    }

    private static void Sort<T>(Matrix<T> a, Span<double> values, Matrix<T> v)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; j < values.Length; j++)
        {
            int greatest = j;
            for (int k = j + 1; k < values.Length; k++)
            {
                if (values[k] > values[greatest]) greatest = k;
            }

            if (greatest == j) continue;
            (values[j], values[greatest]) = (values[greatest], values[j]);
            for (int i = 0; i < a.Rows; i++) (a[i, j], a[i, greatest]) = (a[i, greatest], a[i, j]);
            for (int i = 0; i < v.Rows; i++) (v[i, j], v[i, greatest]) = (v[i, greatest], v[i, j]);
        }
    }

    /// <summary>Replaces columns that are 0, and fills those behind the given ones, so that all columns are orthonormal.</summary>
    public static void Complete<T>(Matrix<T> u, int given)
        where T : unmanaged, INumberBase<T>
    {
        int unit = 0;
        for (int j = 0; j < u.Columns; j++)
        {
            if (j < given && Length(u, j) > 0.5) continue;
            for (; unit < u.Rows; unit++)
            {
                for (int i = 0; i < u.Rows; i++) u[i, j] = i == unit ? T.One : T.Zero;
                Clean(u, j, given);
                Clean(u, j, given);
                double length = Math.Sqrt(Length(u, j));
                if (length < 0.5 / Math.Sqrt(u.Rows)) continue;
                for (int i = 0; i < u.Rows; i++) u[i, j] *= Field.OfReal<T>(1 / length);
                unit++;
                break;
            }
        }
    }

    // Takes from a column what lies along the others.
    private static void Clean<T>(Matrix<T> u, int column, int given)
        where T : unmanaged, INumberBase<T>
    {
        for (int k = 0; k < Math.Max(column, given); k++)
        {
            if (k == column) continue;
            T product = T.Zero;
            for (int i = 0; i < u.Rows; i++) product += Field.Conjugate(u[i, k]) * u[i, column];
            for (int i = 0; i < u.Rows; i++) u[i, column] -= product * u[i, k];
        }
    }
}

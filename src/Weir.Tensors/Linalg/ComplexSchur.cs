using System.Numerics;

namespace Weir.Linalg;

/// <summary>A = Q T Q* with an upper triangular T, by Hessenberg's form and shifted QR steps. The eigenvalues are T's diagonal.</summary>
internal static class ComplexSchur
{
    private const int MostSteps = 60;

    /// <summary>Factorizes a square matrix.</summary>
    /// <param name="a">The matrix; becomes T.</param>
    /// <param name="q">Becomes Q.</param>
    /// <returns>Whether the steps came to an end.</returns>
    public static bool Factorize(Matrix<Complex> a, Matrix<Complex> q)
    {
        q.SetIdentity();
        ToHessenberg(a, q);
        int high = a.Rows - 1;
        for (int steps = 0; high > 0;)
        {
            int low = high;
            while (low > 0 && !IsSmall(a, low)) low--;
            if (low > 0) a[low, low - 1] = 0;
            if (low == high)
            {
                high--;
                steps = 0;
                continue;
            }

            if (++steps > MostSteps * 10) return false;
            Step(a, q, low, high, Shift(a, high, steps));
        }

        return true;
    }

    /// <summary>The eigenvectors of Q T Q*, a column of length 1 each, in the order of T's diagonal.</summary>
    public static void Vectors(Matrix<Complex> t, Matrix<Complex> q, Matrix<Complex> vectors)
    {
        int n = t.Rows;
        Span<Complex> x = new Complex[n];
        double tiny = Math.Max(t.ColumnNorm(), 1e-290) * 1e-16;
        for (int k = 0; k < n; k++)
        {
            // (T - t(k,k)) x = 0 with x(k) = 1, from below.
            x.Clear();
            x[k] = 1;
            for (int i = k - 1; i >= 0; i--)
            {
                Complex sum = 0;
                for (int j = i + 1; j <= k; j++) sum -= t[i, j] * x[j];
                Complex divisor = t[i, i] - t[k, k];
                x[i] = sum / (Size(divisor) < tiny ? tiny : divisor);
            }

            double length = 0;
            for (int i = 0; i < n; i++)
            {
                Complex sum = 0;
                for (int j = 0; j <= k; j++) sum += q[i, j] * x[j];
                vectors[i, k] = sum;
                length += Field.SquaredMagnitude(sum);
            }

            for (int i = 0; i < n; i++) vectors[i, k] /= Math.Sqrt(length);
        }
    }

    private static bool IsSmall(Matrix<Complex> a, int row)
    {
        double beside = Size(a[row, row]) + Size(a[row - 1, row - 1]);
        return Size(a[row, row - 1]) <= 1e-16 * (beside == 0 ? 1 : beside);
    }

    private static double Size(Complex x) => Math.Abs(x.Real) + Math.Abs(x.Imaginary);

    // The eigenvalue of the last two by two block that is nearer to its last element; now and then another one, against cycles.
    private static Complex Shift(Matrix<Complex> a, int high, int steps)
    {
        if (steps % 11 == 10) return a[high, high] + Size(a[high, high - 1]);
        Complex half = (a[high - 1, high - 1] + a[high, high]) / 2;
        Complex difference = (a[high - 1, high - 1] - a[high, high]) / 2;
        Complex root = Complex.Sqrt((difference * difference) + (a[high - 1, high] * a[high, high - 1]));
        Complex first = half + root, second = half - root;
        return Complex.Abs(first - a[high, high]) < Complex.Abs(second - a[high, high]) ? first : second;
    }

    // One QR step on the rows low..high: rotations from the left make it triangular, the same from the right Hessenberg again.
    private static void Step(Matrix<Complex> a, Matrix<Complex> q, int low, int high, Complex shift)
    {
        int n = a.Rows;
        Complex x = a[low, low] - shift, y = a[low + 1, low];
        for (int k = low; k < high; k++)
        {
            double length = Math.Sqrt(Field.SquaredMagnitude(x) + Field.SquaredMagnitude(y));
            if (length > 0)
            {
                (Complex c, Complex s) = (x / length, y / length);
                (Complex cc, Complex cs) = (Complex.Conjugate(c), Complex.Conjugate(s));
                for (int j = Math.Max(0, k - 1); j < n; j++)
                {
                    (Complex u, Complex w) = (a[k, j], a[k + 1, j]);
                    a[k, j] = (cc * u) + (cs * w);
                    a[k + 1, j] = (c * w) - (s * u);
                }

                int end = Math.Min(high, k + 2);
                for (int i = 0; i <= end; i++) Turn(a, i, k, k + 1, c, s);
                for (int i = 0; i < n; i++) Turn(q, i, k, k + 1, c, s);
            }

            if (k + 2 > high) break;
            (x, y) = (a[k + 1, k], a[k + 2, k]);
        }
    }

    private static void ToHessenberg(Matrix<Complex> a, Matrix<Complex> q)
    {
        int n = a.Rows;
        for (int k = 0; k < n - 2; k++)
        {
            // Rotations that make column k zero below its subdiagonal, one element at a time.
            for (int i = k + 2; i < n; i++)
            {
                Complex x = a[k + 1, k], y = a[i, k];
                double length = Math.Sqrt(Field.SquaredMagnitude(x) + Field.SquaredMagnitude(y));
                if (y == 0 || length == 0) continue;
                (Complex c, Complex s) = (x / length, y / length);
                (Complex cc, Complex cs) = (Complex.Conjugate(c), Complex.Conjugate(s));
                for (int j = k; j < n; j++)
                {
                    (Complex u, Complex w) = (a[k + 1, j], a[i, j]);
                    a[k + 1, j] = (cc * u) + (cs * w);
                    a[i, j] = (c * w) - (s * u);
                }

                a[i, k] = 0;
                for (int r = 0; r < n; r++) Turn(a, r, k + 1, i, c, s);
                for (int r = 0; r < n; r++) Turn(q, r, k + 1, i, c, s);
            }
        }
    }

    private static void Turn(Matrix<Complex> a, int row, int p, int q, Complex c, Complex s)
    {
        (Complex u, Complex w) = (a[row, p], a[row, q]);
        a[row, p] = (u * c) + (w * s);
        a[row, q] = (w * Complex.Conjugate(c)) - (u * Complex.Conjugate(s));
    }
}

using System.Numerics;

namespace Weir.Conformance;

/// <summary>One matrix of a batch, as complex numbers: what the judge of factorizations reckons with.</summary>
internal sealed class Matrix(int rows, int columns, Func<int, int, Complex> element)
{
    public int Rows => rows;

    public int Columns => columns;

    public Complex this[int row, int column] => element(row, column);

    /// <summary>The conjugate transpose.</summary>
    public Matrix Adjoint => new(columns, rows, (i, j) => Complex.Conjugate(this[j, i]));

    /// <summary>The matrices in the last two dimensions of a tensor.</summary>
    public static IReadOnlyList<Matrix> All(Tensor tensor)
    {
        int rows = (int)tensor.Shape[-2], columns = (int)tensor.Shape[-1];
        Complex[] elements = Comparison.Numbers(tensor);
        int count = rows * columns == 0 ? 0 : elements.Length / (rows * columns);
        return [.. Enumerable.Range(0, count).Select(at => new Matrix(rows, columns, (i, j) => elements[(((at * rows) + i) * columns) + j]))];
    }

    /// <summary>The vectors in the last dimension, as diagonal matrices.</summary>
    public static IReadOnlyList<Matrix> Diagonals(Tensor tensor)
    {
        int size = (int)tensor.Shape[-1];
        Complex[] elements = Comparison.Numbers(tensor);
        int count = size == 0 ? 0 : elements.Length / size;
        return [.. Enumerable.Range(0, count).Select(at => new Matrix(size, size, (i, j) => i == j ? elements[(at * size) + i] : 0))];
    }

    public static Matrix Identity(int size) => new(size, size, (i, j) => i == j ? 1 : 0);

    public Matrix Times(Matrix other)
    {
        Complex[,] product = new Complex[rows, other.Columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < other.Columns; j++)
            {
                for (int k = 0; k < columns; k++) product[i, j] += this[i, k] * other[k, j];
            }
        }

        return new Matrix(rows, other.Columns, (i, j) => product[i, j]);
    }

    /// <summary>The first columns.</summary>
    public Matrix Left(int count) => new(rows, Math.Min(count, columns), element);

    /// <summary>The whole of a matrix of which the lower triangle counts.</summary>
    public Matrix FromLowerTriangle() => new(rows, columns, (i, j) => i >= j ? this[i, j] : Complex.Conjugate(this[j, i]));

    /// <summary>The largest difference between elements.</summary>
    public double Distance(Matrix other)
    {
        double largest = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) largest = Math.Max(largest, (this[i, j] - other[i, j]).Magnitude);
        }

        return largest;
    }

    public double Largest => Distance(new Matrix(rows, columns, (_, _) => 0));
}

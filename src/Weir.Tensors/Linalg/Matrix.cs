using System.Numerics;

namespace Weir.Linalg;

/// <summary>A dense row-major matrix in somebody else's memory.</summary>
internal readonly ref struct Matrix<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Span<T> elements;

    public Matrix(Span<T> elements, int rows, int columns)
    {
        this.elements = elements[..(rows * columns)];
        Rows = rows;
        Columns = columns;
    }

    public int Rows { get; }

    public int Columns { get; }

    public Span<T> Elements => elements;

    public ref T this[int row, int column] => ref elements[(row * Columns) + column];

    public Span<T> Row(int row) => elements.Slice(row * Columns, Columns);

    public void CopyTo(Matrix<T> other) => elements.CopyTo(other.elements);

    public void SetIdentity()
    {
        elements.Clear();
        for (int i = 0; i < Math.Min(Rows, Columns); i++) this[i, i] = T.One;
    }

    /// <summary>this = the conjugate transpose of another.</summary>
    public void SetAdjoint(Matrix<T> other)
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++) this[i, j] = Field.Conjugate(other[j, i]);
        }
    }

    /// <summary>this = x * y; apart from both.</summary>
    public void SetProduct(Matrix<T> x, Matrix<T> y)
    {
        elements.Clear();
        for (int i = 0; i < Rows; i++)
        {
            Span<T> row = Row(i);
            for (int k = 0; k < x.Columns; k++)
            {
                T factor = x[i, k];
                ReadOnlySpan<T> other = y.Row(k);
                for (int j = 0; j < row.Length; j++) row[j] += factor * other[j];
            }
        }
    }

    /// <summary>The greatest sum of magnitudes of a column.</summary>
    public double ColumnNorm()
    {
        double norm = 0;
        for (int j = 0; j < Columns; j++)
        {
            double sum = 0;
            for (int i = 0; i < Rows; i++) sum += Field.Magnitude(this[i, j]);
            norm = Math.Max(norm, sum);
        }

        return norm;
    }
}

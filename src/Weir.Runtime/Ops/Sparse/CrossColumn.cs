using System.Globalization;
using System.Text;

namespace Weir.Ops;

/// <summary>One of the columns that are crossed: in each row some strings or int64 numbers.</summary>
/// <param name="values">The values of all rows.</param>
/// <param name="begins">Where each row begins, and the end of the last.</param>
/// <param name="isSparse">Whether it was a sparse tensor: strong hashes treat it otherwise.</param>
internal sealed class CrossColumn(Tensor values, long[] begins, bool isSparse)
{
    public bool IsSparse => isSparse;

    public bool IsText => values.DType == DType.String;

    public int Count(int row) => (int)(begins[row + 1] - begins[row]);

    public ReadOnlySpan<byte> Text(int row, int index) => IsText
        ? values.Strings[begins[row] + index]
        : Encoding.ASCII.GetBytes(Number(row, index).ToString(CultureInfo.InvariantCulture));

    public long Number(int row, int index) => values.Elements<long>()[(int)begins[row] + index];

    /// <summary>The rows of a sparse tensor; values out of the order of rows are passed over.</summary>
    public static CrossColumn OfSparse(SparseIndices places, Tensor values, int rows)
    {
        long[] begins = new long[rows + 1];
        int at = 0;
        for (int row = 0; row < rows; row++)
        {
            begins[row] = at;
            while (at < places.Count && places[at, 0] == row) at++;
        }

        begins[rows] = at;
        return new CrossColumn(values, begins, isSparse: true);
    }

    public static CrossColumn OfDense(Tensor matrix)
    {
        long[] begins = new long[matrix.Shape[0] + 1];
        for (int row = 0; row < begins.Length; row++) begins[row] = row * matrix.Shape[1];
        return new CrossColumn(matrix, begins, isSparse: false);
    }

    public static CrossColumn OfRagged(Tensor values, Tensor splits)
    {
        long[] begins = new long[splits.ElementCount];
        splits.Integers(begins);
        return new CrossColumn(values, begins, isSparse: false);
    }
}

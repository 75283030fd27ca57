namespace Weir.Ops;

/// <summary>The direction numbers of Sobol's sequence, as 32-bit fractions.</summary>
/// <remarks>After Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections" (2008), the numbers that TensorFlow takes.</remarks>
internal static class SobolDirections
{
    public const int MaxDimensions = 40;

    public const int Bits = 32;

    // For each dimension after the first: the inner coefficients of its primitive polynomial as bits, and the first numbers, as many as its degree.
    private static readonly byte[][] s_rows =
    [
        [0, 1], [1, 1, 3], [1, 1, 3, 1], [2, 1, 1, 1], [1, 1, 1, 3, 3], [4, 1, 3, 5, 13], [2, 1, 1, 5, 5, 17], [4, 1, 1, 5, 5, 5], [7, 1, 1, 7, 11, 19],
        [11, 1, 1, 5, 1, 1], [13, 1, 1, 1, 3, 11], [14, 1, 3, 5, 5, 31], [1, 1, 3, 3, 9, 7, 49], [13, 1, 1, 1, 15, 21, 21], [16, 1, 3, 1, 13, 27, 49],
        [19, 1, 1, 1, 15, 7, 5], [22, 1, 3, 1, 15, 13, 25], [25, 1, 1, 5, 5, 19, 61], [1, 1, 3, 7, 11, 23, 15, 103], [4, 1, 3, 7, 13, 13, 15, 69],
        [7, 1, 1, 3, 13, 7, 35, 63], [8, 1, 3, 5, 9, 1, 25, 53], [14, 1, 3, 1, 13, 9, 35, 107], [19, 1, 3, 1, 5, 27, 61, 31], [21, 1, 1, 5, 11, 19, 41, 61],
        [28, 1, 3, 5, 3, 3, 13, 69], [31, 1, 1, 7, 13, 1, 19, 1], [32, 1, 3, 7, 5, 13, 19, 59], [37, 1, 1, 3, 9, 25, 29, 41], [41, 1, 3, 5, 13, 23, 1, 55],
        [42, 1, 3, 7, 3, 13, 59, 17], [50, 1, 3, 1, 3, 5, 53, 69], [55, 1, 1, 5, 5, 23, 33, 13], [56, 1, 1, 7, 7, 1, 61, 123], [59, 1, 1, 7, 9, 13, 61, 49],
        [62, 1, 3, 3, 5, 3, 55, 33], [14, 1, 3, 1, 15, 31, 13, 49, 245], [21, 1, 3, 5, 15, 31, 59, 63, 97], [22, 1, 3, 1, 11, 11, 11, 77, 249],
    ];

    /// <summary>Fills in the numbers of a dimension, from 0 on.</summary>
    public static void Fill(int dimension, Span<uint> directions)
    {
        ReadOnlySpan<byte> row = dimension == 0 ? [] : s_rows[dimension - 1];
        int degree = Math.Max(row.Length - 1, 0);
        for (int i = 0; i < Bits; i++)
        {
            if (dimension == 0 || i < degree)
            {
                directions[i] = (dimension == 0 ? 1u : row[i + 1]) << (Bits - 1 - i);
                continue;
            }

            uint number = directions[i - degree] ^ (directions[i - degree] >> degree);
            for (int k = 1; k < degree; k++)
            {
                if (((row[0] >> (degree - 1 - k)) & 1) != 0) number ^= directions[i - k];
            }

            directions[i] = number;
        }
    }
}

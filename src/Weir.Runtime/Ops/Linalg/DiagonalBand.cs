namespace Weir.Ops;

/// <summary>
/// Some neighbouring diagonals of a matrix, which tensors hold as rows of equal length, the uppermost first; a shorter diagonal stands at the
/// left or at the right of its row. Diagonal 0 is the main one, those above it are positive.
/// </summary>
/// <remarks>Source: matrix_diag_op.cc, diagonal alignment of array_ops.py.</remarks>
internal readonly struct DiagonalBand
{
    private readonly long rows;
    private readonly long columns;
    private readonly Alignment alignment;

    private DiagonalBand(long lower, long upper, long rows, long columns, Alignment alignment)
    {
        (Lower, Upper) = (lower, upper);
        (this.rows, this.columns) = (rows, columns);
        this.alignment = alignment;
    }

    public long Lower { get; }

    public long Upper { get; }

    public long Count => Upper - Lower + 1;

    /// <summary>The length of the longest diagonal.</summary>
    public long MaxLength => Math.Max(0, LengthOfLongest(Lower, Upper, rows, columns));

    public static long LengthOfLongest(long lower, long upper, long rows, long columns) =>
        Math.Min(rows + Math.Min(upper, 0), columns - Math.Max(lower, 0));

    /// <summary>The band that an input of one or two numbers says.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: other than one or two numbers, or the lower above the upper.</exception>
    public static (long Lower, long Upper) Read(StepContext s, Tensor k)
    {
        s.Require(k.Shape.Rank <= 1, $"diag_index must be a scalar or vector, received shape: {k.Shape}");
        s.Require(k.ElementCount is 1 or 2, $"diag_index must have only one or two elements, received {k.ElementCount} elements.");
        (long lower, long upper) = (k.Integer(0), k.Integer((int)k.ElementCount - 1));
        s.Require(lower <= upper, $"lower_diag_index must not be larger than upper_diag_index: {lower} > {upper}");
        return (lower, upper);
    }

    /// <summary>The same for a shape rule; null: not known.</summary>
    public static (long Lower, long Upper)? Read(ShapeContext c, int input)
    {
        c.Require(c.Input(input).Rank <= 1, $"diag_index must be a scalar or a vector, but has rank {c.Input(input).Rank}");
        if (!c.TryConstant(input, out long[] k)) return null;
        c.Require(k.Length is 1 or 2, $"diag_index must be a vector with one or two elements. It has {k.Length} elements.");
        c.Require(k[0] <= k[^1], "lower_diag_index is greater than upper_diag_index");
        return (k[0], k[^1]);
    }

    /// <summary>The band in a matrix.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: a diagonal outside of the matrix.</exception>
    public static DiagonalBand Of(StepContext s, (long Lower, long Upper) k, long rows, long columns, Alignment alignment)
    {
        s.Require((k.Lower > -rows && k.Lower < columns) || k.Lower == 0, $"lower_diag_index is out of bound: {k.Lower}. It must be between {-rows} and {columns}");
        s.Require((k.Upper > -rows && k.Upper < columns) || k.Upper == 0, $"upper_diag_index is out of bound: {k.Upper}. It must be between {-rows} and {columns}");
        return new DiagonalBand(k.Lower, k.Upper, rows, columns, alignment);
    }

    /// <summary>One diagonal of the band, counted from the uppermost.</summary>
    /// <returns>Where it begins in the matrix, its length, and where it begins in its row.</returns>
    public (long Row, long Column, int Length, int Offset) Diagonal(int index)
    {
        long diagonal = Upper - index;
        long length = Math.Max(0, LengthOfLongest(diagonal, diagonal, rows, columns));
        bool left = (diagonal >= 0 && alignment.SuperAtLeft) || (diagonal <= 0 && alignment.SubAtLeft);
        return (Math.Max(0, -diagonal), Math.Max(0, diagonal), (int)length, left ? 0 : (int)(MaxLength - length));
    }

    /// <summary>Copies the band out of matrices.</summary>
    public void CopyOut<T>(ReadOnlySpan<T> matrices, Span<T> bands)
    {
        int size = (int)(rows * columns);
        for (int matrix = 0, row = 0; row < bands.Length; matrix += size)
        {
            for (int i = 0; i < Count; i++, row += (int)MaxLength)
            {
                (long at, long column, int length, int offset) = Diagonal(i);
                int first = matrix + (int)((at * columns) + column);
                for (int k = 0; k < length; k++) bands[row + offset + k] = matrices[first + (k * ((int)columns + 1))];
            }
        }
    }

    /// <summary>Copies bands into matrices.</summary>
    public void CopyIn<T>(ReadOnlySpan<T> bands, Span<T> matrices)
    {
        int size = (int)(rows * columns);
        for (int matrix = 0, row = 0; row < bands.Length; matrix += size)
        {
            for (int i = 0; i < Count; i++, row += (int)MaxLength)
            {
                (long at, long column, int length, int offset) = Diagonal(i);
                int first = matrix + (int)((at * columns) + column);
                for (int k = 0; k < length; k++) matrices[first + (k * ((int)columns + 1))] = bands[row + offset + k];
            }
        }
    }

    /// <summary>Where diagonals shorter than the longest stand in their rows.</summary>
    /// <param name="SuperAtLeft">Those above the main one.</param>
    /// <param name="SubAtLeft">Those below.</param>
    internal readonly record struct Alignment(bool SuperAtLeft, bool SubAtLeft)
    {
        /// <summary>The attribute of the third versions.</summary>
        public const string Attribute = "align: {\"LEFT_RIGHT\", \"RIGHT_LEFT\", \"LEFT_LEFT\", \"RIGHT_RIGHT\"} = \"RIGHT_LEFT\"";

        /// <summary>The attribute's default.</summary>
        public const string Default = "RIGHT_LEFT";

        public static Alignment Left { get; } = new(true, true);

        /// <summary>The attribute's; of versions without it: left.</summary>
        public static Alignment Of(KernelRequest r, bool hasAttribute)
        {
            if (!hasAttribute) return Left;
            string text = r.String("align");
            return new Alignment(text.StartsWith("LEFT", StringComparison.Ordinal), text.EndsWith("LEFT", StringComparison.Ordinal));
        }
    }
}

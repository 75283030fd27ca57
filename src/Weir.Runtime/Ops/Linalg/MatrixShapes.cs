namespace Weir.Ops;

/// <summary>The shapes of batches of matrices: those of the last two dimensions.</summary>
internal static class MatrixShapes
{
    /// <summary>The shape rule's view of square matrices: their shape with both sizes known to be the same.</summary>
    public static Shape Square(ShapeContext c, int input)
    {
        Shape x = c.WithRankAtLeast(input, 2);
        if (!x.HasRank) return x;
        long size = c.MergeSizes(x[-2], x[-1]);
        return x.Slice(..^2).Concatenate(Shape.Of(size, size));
    }

    /// <summary>The sizes of the matrices of a kernel's input.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: a rank below 2.</exception>
    public static (int Rows, int Columns, int Count) Read(StepContext s, int input)
    {
        Shape x = s.Input(input).Shape;
        s.Require(x.Rank >= 2, $"Input tensor {input} must have rank >= 2, got {x.Rank}");
        long count = 1;
        foreach (long size in x.Dimensions[..^2]) count *= size;
        return (checked((int)x[-2]), checked((int)x[-1]), checked((int)count));
    }

    /// <summary>The same for square matrices.</summary>
    public static (int Size, int Count) ReadSquare(StepContext s, int input)
    {
        (int rows, int columns, int count) = Read(s, input);
        s.Require(rows == columns, $"Input matrix must be square, got: {rows} != {columns}");
        return (rows, count);
    }

    /// <summary>Makes an output of as many matrices as an input has, of other sizes: two for matrices, one for vectors, none for scalars.</summary>
    public static Tensor Output(StepContext s, int output, int like, params ReadOnlySpan<long> inner)
    {
        ReadOnlySpan<long> batch = s.Input(like).Shape.Dimensions[..^2];
        Span<long> sizes = stackalloc long[batch.Length + inner.Length];
        batch.CopyTo(sizes);
        inner.CopyTo(sizes[batch.Length..]);
        return s.Output(output, sizes);
    }
}

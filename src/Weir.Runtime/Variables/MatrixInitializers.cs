namespace Weir.Variables;

/// <summary>The identity matrix, times a number.</summary>
internal sealed class IdentityInitializer(double gain) : Initializer
{
    internal override Output Build(InitializerContext c)
    {
        Shape shape = c.FullShape;
        if (shape.Rank != 2) throw new ArgumentException($"The tensor to initialize, specified by argument `shape` must be at least two-dimensional. Received shape={shape}");
        Output ones = FillInitializer.Build(c, "eye/ones", 1, Shape.Of(Math.Min(shape[0], shape[1])));
        Output zeros = FillInitializer.Build(c, "eye/zeros", 0, shape);
        Output eye = c.Add("MatrixSetDiagV3", "eye/set_diag", [zeros, ones, c.Constant("eye/set_diag/k", Tensor.Scalar(0))]);
        if (c.Slice is { } slice) eye = c.Add("Slice", "Slice", [eye, c.Constant("Slice/begin", Tensor.From<long>(slice.Offset)), c.Constant("Slice/size", Tensor.From<long>(slice.Sizes))]);
        return c.Add("Mul", "mul", [c.Number("mul/x", gain), eye]);
    }
}

/// <summary>A random matrix with orthogonal rows or columns, whichever are fewer: the Q of a QR factorization, its signs made even.</summary>
internal sealed class OrthogonalInitializer(double gain, int? seed) : Initializer
{
    internal override Output Build(InitializerContext c)
    {
        if (c.Shape.Rank < 2) throw new ArgumentException($"The tensor to initialize, specified by argument `shape` must be at least two-dimensional. Received shape={c.Shape}");
        long columns = c.Shape[c.Shape.Rank - 1];
        long rows = c.Shape.ElementCount / Math.Max(1, columns);
        bool isWide = rows < columns;
        Output random = NormalInitializer.Build(c with { Shape = isWide ? Shape.Of(columns, rows) : Shape.Of(rows, columns) }, "RandomStandardNormal", "random_normal", 0, 1, seed);
        Operation factors = c.Add("Qr", "Qr", [random], new() { ["full_matrices"] = false }).Operation;
        Output signs = c.Add("Sign", "Sign", [c.Add("DiagPart", "DiagPart", [factors[1]])]);
        Output matrix = c.Add("Mul", "mul", [factors[0], signs]);
        if (isWide) matrix = c.Add("Transpose", "matrix_transpose/transpose", [matrix, c.Constant("matrix_transpose/transpose/perm", Tensor.From(1, 0))]);
        matrix = c.Add("Reshape", "Reshape", [matrix, c.ShapeVector("Reshape/shape")]);
        return c.Add("Mul", "mul_1", [c.Number("mul_1/x", gain), matrix]);
    }
}

namespace Weir.Simd;

/// <summary>The loop of an element-wise operator on floats, as a value: what an <see cref="ElementwiseChain"/> is made of.</summary>
internal readonly unsafe struct ElementwiseStep
{
    private readonly delegate*<float*, float*, nint, void> _unary;
    private readonly delegate*<float*, int, float*, int, float*, nint, void> _binary;

    private ElementwiseStep(
        delegate*<float*, float*, nint, void> unary, delegate*<float*, int, float*, int, float*, nint, void> binary, int picoseconds)
    {
        _unary = unary;
        _binary = binary;
        Picoseconds = picoseconds;
    }

    public bool IsBinary => _binary != null;

    /// <summary>The rough cost of an element.</summary>
    public int Picoseconds { get; }

    public static ElementwiseStep Unary<TOp>()
        where TOp : struct, IUnaryOperator => new(&UnaryLoop.Run<float, TOp>, null, TOp.Picoseconds);

    public static ElementwiseStep Binary<TOp>()
        where TOp : struct, IBinaryOperator => new(null, &BinaryLoop.Run<float, TOp>, TOp.Picoseconds);

    /// <summary>z = op(x, y), or op(x). A step of 0 repeats an operand's only element; z may be an operand.</summary>
    public void Run(float* x, int xStep, float* y, int yStep, float* z, nint n)
    {
        if (_binary != null)
            _binary(x, xStep, y, yStep, z, n);
        else
            _unary(x, z, n);
    }
}

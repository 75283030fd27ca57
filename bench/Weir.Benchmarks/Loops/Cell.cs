using Weir.Benchmarks.Kernels;
using Weir.Simd;

namespace Weir.Benchmarks.Loops;

/// <summary>One round of a recurrent layer, as nodes and as the same kernels called one after the other.</summary>
internal abstract class Cell(int batch)
{
    public const int Features = 64, Units = 256;

    public int Batch => batch;

    public abstract string Name { get; }

    /// <summary>The columns of a round's products: the units, times the gates.</summary>
    public abstract int Columns { get; }

    /// <summary>Adds the nodes of a round.</summary>
    /// <param name="x">The round's input, [batch, features].</param>
    /// <param name="h">The state, [batch, units].</param>
    /// <param name="w">[features, columns].</param>
    /// <param name="u">[units, columns].</param>
    /// <param name="bias">[columns].</param>
    /// <returns>The next state.</returns>
    public abstract Output Nodes(Output x, Output h, Output w, Output u, Output bias);

    /// <summary>Computes a round; the state is changed in place.</summary>
    public abstract void Run(Span<float> h, Products products);

    protected static readonly float[] OneArray = [1f];
}

/// <summary>What a plain loop needs for a round: the products of input and state, and memory.</summary>
internal sealed class Products : IDisposable
{
    private readonly Cell cell;
    private readonly PackedMatrix w, u;
    private readonly NativeArray bias;
    private readonly NativeArray[] scratch;

    public Products(Cell cell, float[] weights, float[] recurrent, float[] biases)
    {
        this.cell = cell;
        using NativeArray plainW = new(weights), plainU = new(recurrent);
        w = PackedMatrix.Create<float>(new GemmShape(1, cell.Columns, Cell.Features), plainW.Span);
        u = PackedMatrix.Create<float>(new GemmShape(1, cell.Columns, Cell.Units), plainU.Span);
        bias = new NativeArray(biases);
        scratch = [.. Enumerable.Range(0, 8).Select(_ => new NativeArray(cell.Batch * cell.Columns))];
    }

    public float[] Input { get; set; } = [];

    public Span<float> OfInput => Product(0, Cell.Features, Input, w);

    public Span<float> OfState(ReadOnlySpan<float> h) => Product(1, Cell.Units, h, u);

    public Span<float> Memory(int index, int length) => scratch[2 + index].Span[..length];

    /// <summary>Adds the bias to each row.</summary>
    public void AddBias(Span<float> rows)
    {
        for (int row = 0; row < cell.Batch; row++)
        {
            Span<float> one = rows.Slice(row * cell.Columns, cell.Columns);
            Elementwise.Binary<float, Add>(one, bias.Span, one);
        }
    }

    /// <summary>Copies a third of each row.</summary>
    public Span<float> Third(ReadOnlySpan<float> rows, int which, int memory)
    {
        Span<float> part = Memory(memory, cell.Batch * Cell.Units);
        for (int row = 0; row < cell.Batch; row++) rows.Slice((row * cell.Columns) + (which * Cell.Units), Cell.Units).CopyTo(part[(row * Cell.Units)..]);
        return part;
    }

    public void Dispose()
    {
        w.Dispose();
        u.Dispose();
        bias.Dispose();
        foreach (NativeArray array in scratch) array.Dispose();
    }

    private Span<float> Product(int index, int depth, ReadOnlySpan<float> a, PackedMatrix b)
    {
        Span<float> c = scratch[index].Span;
        Gemm.Run(new GemmShape(cell.Batch, cell.Columns, depth), a, b, c);
        return c;
    }
}

using Weir.Simd;

namespace Weir.Ops;

/// <summary>The sizes of an LSTM's inputs, once they are known to fit together.</summary>
/// <param name="Time">The number of steps.</param>
/// <param name="Batch">The rows of a step.</param>
/// <param name="Inputs">The size of an input.</param>
/// <param name="Cells">The size of the states.</param>
internal readonly record struct LstmSizes(int Time, int Batch, int Inputs, int Cells)
{
    /// <exception cref="TfException">INVALID_ARGUMENT: they do not fit.</exception>
    public static LstmSizes Read(StepContext s, int x, int state, int hidden, int weights, int bias, bool hasTime)
    {
        Shape input = s.Input(x).Shape, cells = s.Input(state).Shape;
        int rank = hasTime ? 3 : 2;
        s.Require(input.Rank == rank, $"x must be {rank}D but is rank {input.Rank}");
        s.Require(cells.Rank == 2, $"cs_prev must be rank 2 but is rank {cells.Rank}");
        LstmSizes sizes = new(hasTime ? (int)input[0] : 1, (int)input[-2], (int)input[-1], (int)cells[1]);
        s.Require(cells[0] == sizes.Batch, $"cs_prev.dims(0) != batch_size: {cells[0]} vs. {sizes.Batch}");
        s.Require(s.Input(hidden).Shape.Equals(cells), $"h_prev must have the shape of cs_prev: {s.Input(hidden).Shape} vs. {cells}");
        Shape w = s.Input(weights).Shape;
        s.Require(w.Rank == 2, $"w must be rank 2 but is rank {w.Rank}");
        s.Require(w[0] == sizes.Inputs + (long)sizes.Cells, $"w.dim_size(0) != input_size + cell_size: {w[0]} vs. {sizes.Inputs + (long)sizes.Cells}");
        s.Require(w[1] == 4L * sizes.Cells, $"w.dim_size(1) != cell_size * 4: {w[1]} vs. {4L * sizes.Cells}");
        for (int i = weights + 1; i < bias; i++) s.Require(s.Input(i).Shape is { Rank: 1 } peephole && peephole[0] == sizes.Cells, $"Peephole weights must be of cell_size {sizes.Cells}, not {s.Input(i).Shape}");
        Shape b = s.Input(bias).Shape;
        s.Require(b.Rank == 1 && b[0] == 4L * sizes.Cells, $"b.dim_size(0) != cell_size * 4: {(b.Rank == 1 ? b[0] : -1)} vs. {4L * sizes.Cells}");
        return sizes;
    }

    /// <summary>Rows [n, depth] times weights [depth, 4 * cells].</summary>
    public void Multiply(ReadOnlySpan<float> rows, ReadOnlySpan<float> weights, int depth, Span<float> gates)
    {
        if (gates.Length > 0) Gemm.Run(new GemmShape(gates.Length / (4 * Cells), 4 * Cells, depth), rows, weights, gates);
    }

    /// <summary>Gradients of gates [n, 4 * cells] times transposed weights [depth, 4 * cells].</summary>
    public void MultiplyBack(ReadOnlySpan<float> gates, ReadOnlySpan<float> weights, int depth, Span<float> rows)
    {
        if (rows.Length > 0) Gemm.Run(new GemmShape(rows.Length / depth, depth, 4 * Cells, TransposeB: true), gates, weights, rows);
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>One step of a GRU: reset and update gates from one product, the new state from another.</summary>
/// <remarks>Source: gru_ops.cc.</remarks>
internal sealed class GRUBlockCell : Op
{
    public override OpDefinition Definition { get; } = "GRUBlockCell(x: T, h_prev: T, w_ru: T, w_c: T, b_ru: T, b_c: T) -> r: T, u: T, c: T, h: T; T: {float}";

    public override void InferShapes(ShapeContext c) => c.AllOutputs(Shape.Of(c.WithRank(0, 2)[0], c.WithRank(1, 2)[1]));

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") == DType.Float32 ? new Cell() : throw r.NoKernel("T");

    /// <summary>The sizes, once they are known to fit together.</summary>
    public static (int Batch, int Inputs, int Cells) Sizes(StepContext s)
    {
        Shape x = s.Input(0).Shape, h = s.Input(1).Shape, gates = s.Input(2).Shape, candidate = s.Input(3).Shape;
        s.Require(x.Rank == 2 && h.Rank == 2 && gates.Rank == 2 && candidate.Rank == 2, "x, h_prev, w_ru and w_c must be matrices");
        (long batch, long inputs, long cells) = (x[0], x[1], h[1]);
        s.Require(h[0] == batch, $"h_prev.dims(0) != batch_size: {h[0]} vs. {batch}");
        s.Require(gates[0] == inputs + cells, $"w_ru.dim_size(0) != input_size + cell_size: {gates[0]} vs. {inputs + cells}");
        s.Require(gates[1] == 2 * cells, $"w_ru.dim_size(1) != cell_size * 2: {gates[1]} vs. {2 * cells}");
        s.Require(candidate[0] == inputs + cells, $"w_c.dim_size(0) != input_size + cell_size: {candidate[0]} vs. {inputs + cells}");
        s.Require(candidate[1] == cells, $"w_c.dim_size(1) != cell_size: {candidate[1]} vs. {cells}");
        s.Require(s.Input(4).Shape is { Rank: 1 } bias && bias[0] == 2 * cells, $"b_ru.dim_size(0) != cell_size * 2: {s.Input(4).Shape} vs. {2 * cells}");
        s.Require(s.Input(5).Shape is { Rank: 1 } other && other[0] == cells, $"b_c.dim_size(0) != cell_size: {s.Input(5).Shape} vs. {cells}");
        return ((int)batch, (int)inputs, (int)cells);
    }

    private sealed class Cell : Kernel
    {
        public override void Run(StepContext s)
        {
            (int batch, int inputSize, int cells) = Sizes(s);
            using FloatInputs inputs = new(s);
            ReadOnlySpan<float> x = inputs.Input(0), before = inputs.Input(1), bias = inputs.Input(4), candidateBias = inputs.Input(5);
            Span<float> reset = inputs.Output(0, batch, cells), update = inputs.Output(1, batch, cells), candidate = inputs.Output(2, batch, cells), after = inputs.Output(3, batch, cells);
            if (after.Length == 0) return;
            int width = inputSize + cells;
            Span<float> joined = inputs.Rent((long)batch * width), gates = inputs.Rent(2L * batch * cells);
            Join(x, before, inputSize, cells, joined);
            Gemm.Run(new GemmShape(batch, 2 * cells, width), joined, inputs.Input(2), gates);
            for (int i = 0; i < after.Length; i++)
            {
                (int row, int k) = Math.DivRem(i, cells);
                reset[i] = gates[(row * 2 * cells) + k] + bias[k];
                update[i] = gates[(row * 2 * cells) + cells + k] + bias[cells + k];
            }

            Elementwise.Unary<float, Sigmoid>(reset, reset);
            Elementwise.Unary<float, Sigmoid>(update, update);
            Elementwise.Binary<float, Multiply>(before, reset, after);
            Join(x, after, inputSize, cells, joined);
            Gemm.Run(new GemmShape(batch, cells, width), joined, inputs.Input(3), candidate);
            for (int i = 0; i < candidate.Length; i++) candidate[i] += candidateBias[i % cells];
            Elementwise.Unary<float, Tanh>(candidate, candidate);
            for (int i = 0; i < after.Length; i++) after[i] = (update[i] * before[i]) + ((1 - update[i]) * candidate[i]);
        }

        private static void Join(ReadOnlySpan<float> x, ReadOnlySpan<float> h, int inputs, int cells, Span<float> joined)
        {
            for (int row = 0; row < h.Length / cells; row++)
            {
                x.Slice(row * inputs, inputs).CopyTo(joined[(row * (inputs + cells))..]);
                h.Slice(row * cells, cells).CopyTo(joined[((row * (inputs + cells)) + inputs)..]);
            }
        }
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradients of an LSTM over a whole sequence, from the last step to the first.</summary>
/// <remarks>The products with weights and inputs are one for all steps. Source: lstm_ops.cc.</remarks>
internal sealed class BlockLSTMGrad(OpDefinition definition, GateLayout layout) : Op
{
    public static readonly Op[] All =
    [
        new BlockLSTMGrad("BlockLSTMGrad(seq_len_max: int64, x: T, cs_prev: T, h_prev: T, w: T, wci: T, wcf: T, wco: T, b: T, i: T, cs: T, f: T, o: T, ci: T, co: T, "
            + "h: T, cs_grad: T, h_grad: T) -> x_grad: T, cs_prev_grad: T, h_prev_grad: T, w_grad: T, wci_grad: T, wcf_grad: T, wco_grad: T, b_grad: T; "
            + "use_peephole: bool; T: {half, float}", GateLayout.Icfo),
        new BlockLSTMGrad("BlockLSTMGradV2(seq_len_max: int64, x: T, cs_prev: T, h_prev: T, w: T, wci: T, wcf: T, wco: T, b: T, i: T, cs: T, f: T, o: T, ci: T, co: "
            + "T, h: T, cs_grad: T, h_grad: T) -> x_grad: T, cs_prev_grad: T, h_prev_grad: T, w_grad: T, wci_grad: T, wcf_grad: T, wco_grad: T, b_grad: T; "
            + "use_peephole: bool; T: {half, float}", GateLayout.Ifco),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(1, 3);
        for (int i = 0; i < 8; i++) c.Output(i, c.Input(i + 1));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") is DType.Float32 or DType.Float16 ? new Back(layout, r.Bool("use_peephole")) : throw r.NoKernel("T");

    /// <summary>The gradients to inputs 1 to 8 of the op that a gradient is asked of.</summary>
    public static IReadOnlyList<Output> Build(GradientContext g)
    {
        Operation made = g.Graph.AddOperation(
            "BlockLSTMGrad",
            [.. g.Operation.InputEdges, .. Enumerable.Range(0, 7).Select(i => g.Output(i)), g.Outgoing(1), g.Outgoing(6)],
            g.Attributes("use_peephole"));
        return [.. Enumerable.Range(0, 8).Select(i => made[i])];
    }

    private sealed class Back(GateLayout layout, bool peephole) : Kernel
    {
        private const int Made = 9;
        private const int StateGradient = 16;

        public override void Run(StepContext s)
        {
            LstmSizes sizes = LstmSizes.Read(s, 1, 2, 3, 4, 8, hasTime: true);
            (int time, int batch, int inputSize, int cells) = sizes;
            int steps = BlockLSTM.Steps(s, sizes), size = batch * cells;
            Shape whole = Shape.Of(time, batch, cells);
            for (int i = Made; i <= StateGradient + 1; i++) s.Require(s.Input(i).Shape.Equals(whole), $"Input {i} must be of shape {whole}, not {s.Input(i).Shape}");
            using FloatInputs inputs = new(s);
            ReadOnlySpan<float> x = inputs.Input(1), firstState = inputs.Input(2), firstHidden = inputs.Input(3), weights = inputs.Input(4);
            ReadOnlySpan<float> states = inputs.Input(Made + 1), hiddens = inputs.Input(Made + 6), toStates = inputs.Input(StateGradient), toHiddens = inputs.Input(StateGradient + 1);
            LstmCell.Peepholes peepholes = new(inputs.Input(5), inputs.Input(6), inputs.Input(7));
            Span<float> toX = inputs.Output(0, time, batch, inputSize), toState = inputs.Output(1, batch, cells), toHidden = inputs.Output(2, batch, cells);
            Span<float> toWeights = inputs.Output(3, inputSize + (long)cells, 4L * cells);
            Span<float> toInputPeephole = inputs.Output(4, cells), toForgetPeephole = inputs.Output(5, cells), toOutputPeephole = inputs.Output(6, cells), toBias = inputs.Output(7, 4L * cells);
            Span<float> gates = inputs.Rent((long)steps * 4 * size), hiddenNow = inputs.Rent(size);
            LstmCell cell = new(cells, layout, 0, 0, peephole);
            LstmCell.Step all = LstmBack.Made(inputs, s, Made, ..);
            int fromInputs = inputSize * 4 * cells;
            for (int t = steps - 1; t >= 0; t--)
            {
                s.ThrowIfCancelled();
                Range part = (t * size)..((t + 1) * size);
                ReadOnlySpan<float> previous = t == 0 ? firstState : states.Slice((t - 1) * size, size);
                Span<float> now = gates.Slice(t * 4 * size, 4 * size);
                Elementwise.Binary<float, Add>(toStates[part], toState, toState);
                Elementwise.Binary<float, Add>(toHiddens[part], toHidden, hiddenNow);
                cell.Backward(Part(all, part), previous, peepholes, toState, hiddenNow, now, toState);
                cell.AddPeepholes(now, previous, states[part], toInputPeephole, toForgetPeephole, toOutputPeephole);
                sizes.MultiplyBack(now, weights[fromInputs..], cells, toHidden);
                for (int i = 0; i < now.Length; i++) toBias[i % toBias.Length] += now[i];
            }

            if (steps == 0 || size == 0) return;
            int rows = steps * batch;
            sizes.MultiplyBack(gates, weights[..fromInputs], inputSize, toX[..(rows * inputSize)]);
            Transposed(x[..(rows * inputSize)], gates, rows, inputSize, cells, toWeights[..fromInputs]);
            Span<float> before = inputs.Rent((long)steps * size);
            firstHidden.CopyTo(before);
            hiddens[..((steps - 1) * size)].CopyTo(before[size..]);
            Transposed(before, gates, rows, cells, cells, toWeights[fromInputs..]);
        }

        /// <summary>Rows [n, columns], transposed, times gradients of gates [n, 4 * cells].</summary>
        private static void Transposed(ReadOnlySpan<float> rows, ReadOnlySpan<float> gates, int n, int columns, int cells, Span<float> weights)
        {
            if (columns > 0) Gemm.Run(new GemmShape(columns, 4 * cells, n, TransposeA: true), rows, gates, weights);
        }

        private static LstmCell.Step Part(LstmCell.Step all, Range part) => new()
        {
            Input = all.Input[part],
            State = all.State[part],
            Forget = all.Forget[part],
            Output = all.Output[part],
            NewCell = all.NewCell[part],
            SquashedState = all.SquashedState[part],
            Hidden = [],
        };
    }
}

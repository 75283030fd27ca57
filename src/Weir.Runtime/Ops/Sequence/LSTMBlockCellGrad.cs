using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradient of one step of an LSTM: to the cell state before it, to the gates, to the peepholes.</summary>
/// <remarks>Source: lstm_ops.cc.</remarks>
internal sealed class LSTMBlockCellGrad : Op
{
    public override OpDefinition Definition { get; } = "LSTMBlockCellGrad(x: T, cs_prev: T, h_prev: T, w: T, wci: T, wcf: T, wco: T, b: T, i: T, cs: T, f: T, o: T, "
        + "ci: T, co: T, cs_grad: T, h_grad: T) -> cs_prev_grad: T, dicfo: T, wci_grad: T, wcf_grad: T, wco_grad: T; use_peephole: bool; T: {half, float}";

    public override void InferShapes(ShapeContext c)
    {
        long batch = c.WithRank(0, 2)[0], cells = c.WithRank(1, 2)[1];
        c.Output(0, Shape.Of(batch, cells));
        c.Output(1, Shape.Of(batch, cells < 0 ? -1 : 4 * cells));
        for (int i = 2; i < 5; i++) c.Output(i, Shape.Of(cells));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") is DType.Float32 or DType.Float16 ? new Back(r.Bool("use_peephole")) : throw r.NoKernel("T");

    private sealed class Back(bool peephole) : Kernel
    {
        public override void Run(StepContext s)
        {
            LstmSizes sizes = LstmSizes.Read(s, 0, 1, 2, 3, 7, hasTime: false);
            (int batch, int cells) = (sizes.Batch, sizes.Cells);
            for (int i = 8; i < 16; i++) s.Require(s.Input(i).Shape.Equals(s.Input(1).Shape), $"Input {i} must be of shape {s.Input(1).Shape}, not {s.Input(i).Shape}");
            using FloatInputs inputs = new(s);
            LstmCell cell = new(cells, GateLayout.Icfo, 0, 0, peephole);
            LstmCell.Step made = LstmBack.Made(inputs, s, 8, ..);
            ReadOnlySpan<float> previous = inputs.Input(1);
            Span<float> previousGradient = inputs.Output(0, batch, cells), gates = inputs.Output(1, batch, 4L * cells);
            Span<float> input = inputs.Output(2, cells), forget = inputs.Output(3, cells), output = inputs.Output(4, cells);
            cell.Backward(
                made, previous, new LstmCell.Peepholes(inputs.Input(4), inputs.Input(5), inputs.Input(6)), inputs.Input(14), inputs.Input(15), gates, previousGradient);
            cell.AddPeepholes(gates, previous, made.State, input, forget, output);
        }
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>One step of an LSTM: all gates from one product with [x, h_prev].</summary>
/// <remarks>Source: lstm_ops.cc.</remarks>
internal sealed class LSTMBlockCell : Op
{
    public override OpDefinition Definition { get; } = "LSTMBlockCell(x: T, cs_prev: T, h_prev: T, w: T, wci: T, wcf: T, wco: T, b: T) -> i: T, cs: T, f: T, o: T, "
        + "ci: T, co: T, h: T; forget_bias: float = 1; cell_clip: float = 3; use_peephole: bool = false; T: {half, float}";

    public override void InferShapes(ShapeContext c)
    {
        long batch = c.WithRank(0, 2)[0], cells = c.WithRank(1, 2)[1];
        c.AllOutputs(Shape.Of(batch, cells));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") is DType.Float32 or DType.Float16
        ? new Cell(r.Float("forget_bias"), r.Float("cell_clip"), r.Bool("use_peephole"))
        : throw r.NoKernel("T");

    private sealed class Cell(float forgetBias, float clip, bool peephole) : Kernel
    {
        public override void Run(StepContext s)
        {
            LstmSizes sizes = LstmSizes.Read(s, 0, 1, 2, 3, 7, hasTime: false);
            using FloatInputs inputs = new(s);
            (int batch, int cells) = (sizes.Batch, sizes.Cells);
            Span<float> gates = inputs.Rent(4L * batch * cells), fromHidden = inputs.Rent(4L * batch * cells);
            ReadOnlySpan<float> weights = inputs.Input(3);
            sizes.Multiply(inputs.Input(0), weights[..(sizes.Inputs * 4 * cells)], sizes.Inputs, gates);
            sizes.Multiply(inputs.Input(2), weights[(sizes.Inputs * 4 * cells)..], cells, fromHidden);
            Elementwise.Binary<float, Add>(gates, fromHidden, gates);
            LstmCell.Step made = new()
            {
                Input = inputs.Output(0, batch, cells),
                State = inputs.Output(1, batch, cells),
                Forget = inputs.Output(2, batch, cells),
                Output = inputs.Output(3, batch, cells),
                NewCell = inputs.Output(4, batch, cells),
                SquashedState = inputs.Output(5, batch, cells),
                Hidden = inputs.Output(6, batch, cells),
            };
            new LstmCell(cells, GateLayout.Icfo, forgetBias, clip, peephole)
                .Forward(gates, inputs.Input(7), inputs.Input(1), new LstmCell.Peepholes(inputs.Input(4), inputs.Input(5), inputs.Input(6)), made);
        }
    }
}

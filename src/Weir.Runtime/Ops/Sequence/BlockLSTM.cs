using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>An LSTM over a whole sequence [time, batch, inputs]. Steps from <c>seq_len_max</c> on are zeros.</summary>
/// <remarks>The products with the inputs are one for all steps. Source: lstm_ops.cc; gradient: rnn_grad.py.</remarks>
internal sealed class BlockLSTM(OpDefinition definition, GateLayout layout, bool second) : Op
{
    public static readonly Op[] All =
    [
        new BlockLSTM("BlockLSTM(seq_len_max: int64, x: T, cs_prev: T, h_prev: T, w: T, wci: T, wcf: T, wco: T, b: T) -> i: T, cs: T, f: T, o: T, ci: T, co: T, h: T; "
            + "forget_bias: float = 1; cell_clip: float = 3; use_peephole: bool = false; T: {half, float}", GateLayout.Icfo, second: false),
        new BlockLSTM("BlockLSTMV2(seq_len_max: int64, x: T, cs_prev: T, h_prev: T, w: T, wci: T, wcf: T, wco: T, b: T) -> i: T, cs: T, f: T, o: T, ci: T, co: T, h: "
            + "T; cell_clip: float = 0; use_peephole: bool = false; T: {half, float}", GateLayout.Ifco, second: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        Shape x = c.WithRank(1, 3), bias = c.WithRank(8, 1);
        c.AllOutputs(Shape.Of(x[0], x[1], bias[0] < 0 ? -1 : bias[0] / 4));
    }

    /// <remarks>TensorFlow gives the second version the gradient of the first, although its gates lie otherwise.</remarks>
    public override void Gradient(GradientContext g)
    {
        IReadOnlyList<Output> back = BlockLSTMGrad.Build(g);
        for (int i = 0; i < back.Count; i++) g.Flow(i + 1, back[i]);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") is DType.Float32 or DType.Float16
        ? new Sequence(layout, second ? 0 : r.Float("forget_bias"), r.Float("cell_clip"), r.Bool("use_peephole"))
        : throw r.NoKernel("T");

    /// <summary>How many steps there are to do.</summary>
    public static int Steps(StepContext s, LstmSizes sizes)
    {
        Tensor most = s.Input(0);
        s.Require(most.ElementCount == 1, $"seq_len_max must be a scalar, not of shape {most.Shape}");
        long steps = most.Integer(0);
        s.Require(steps >= 0 && steps <= sizes.Time, $"seq_len_max must be from 0 to the number of steps {sizes.Time}, not {steps}");
        return (int)steps;
    }

    private sealed class Sequence(GateLayout layout, float forgetBias, float clip, bool peephole) : Kernel
    {
        public override void Run(StepContext s)
        {
            LstmSizes sizes = LstmSizes.Read(s, 1, 2, 3, 4, 8, hasTime: true);
            (int time, int batch, int inputSize, int cells) = sizes;
            int steps = Steps(s, sizes);
            using FloatInputs inputs = new(s);
            ReadOnlySpan<float> weights = inputs.Input(4), bias = inputs.Input(8);
            Span<float> gates = inputs.Rent((long)steps * batch * 4 * cells), fromHidden = inputs.Rent(4L * batch * cells);
            sizes.Multiply(inputs.Input(1)[..(steps * batch * inputSize)], weights[..(inputSize * 4 * cells)], inputSize, gates);
            LstmCell cell = new(cells, layout, forgetBias, clip, peephole);
            LstmCell.Peepholes peepholes = new(inputs.Input(5), inputs.Input(6), inputs.Input(7));
            Span<float> i = inputs.Output(0, time, batch, cells), cs = inputs.Output(1, time, batch, cells), f = inputs.Output(2, time, batch, cells);
            Span<float> o = inputs.Output(3, time, batch, cells), ci = inputs.Output(4, time, batch, cells), co = inputs.Output(5, time, batch, cells), h = inputs.Output(6, time, batch, cells);
            ReadOnlySpan<float> state = inputs.Input(2), hidden = inputs.Input(3);
            int size = batch * cells;
            for (int t = 0; t < steps; t++)
            {
                s.ThrowIfCancelled();
                Span<float> now = gates.Slice(t * 4 * size, 4 * size);
                sizes.Multiply(hidden, weights[(inputSize * 4 * cells)..], cells, fromHidden);
                Elementwise.Binary<float, Add>(now, fromHidden, now);
                LstmCell.Step made = new()
                {
                    Input = i.Slice(t * size, size),
                    State = cs.Slice(t * size, size),
                    Forget = f.Slice(t * size, size),
                    Output = o.Slice(t * size, size),
                    NewCell = ci.Slice(t * size, size),
                    SquashedState = co.Slice(t * size, size),
                    Hidden = h.Slice(t * size, size),
                };
                cell.Forward(now, bias, state, peepholes, made);
                state = made.State;
                hidden = made.Hidden;
            }
        }
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradients of one step of a GRU.</summary>
/// <remarks>Source: gru_ops.cc.</remarks>
internal sealed class GRUBlockCellGrad : Op
{
    public override OpDefinition Definition { get; } = "GRUBlockCellGrad(x: T, h_prev: T, w_ru: T, w_c: T, b_ru: T, b_c: T, r: T, u: T, c: T, d_h: T) -> d_x: T, "
        + "d_h_prev: T, d_c_bar: T, d_r_bar_u_bar: T; T: {float}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRank(0, 2), h = c.WithRank(1, 2);
        c.Output(0, x);
        c.Output(1, h);
        c.Output(2, Shape.Of(x[0], h[1]));
        c.Output(3, Shape.Of(x[0], h[1] < 0 ? -1 : 2 * h[1]));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") == DType.Float32 ? new Back() : throw r.NoKernel("T");

    private sealed class Back : Kernel
    {
        public override void Run(StepContext s)
        {
            (int batch, int inputSize, int cells) = GRUBlockCell.Sizes(s);
            for (int i = 6; i < 10; i++) s.Require(s.Input(i).Shape.Equals(s.Input(1).Shape), $"Input {i} must be of shape {s.Input(1).Shape}, not {s.Input(i).Shape}");
            using FloatInputs inputs = new(s);
            ReadOnlySpan<float> before = inputs.Input(1), reset = inputs.Input(6), update = inputs.Input(7), candidate = inputs.Input(8), flowing = inputs.Input(9);
            Span<float> toX = inputs.Output(0, batch, inputSize), toBefore = inputs.Output(1, batch, cells), toCandidate = inputs.Output(2, batch, cells), toGates = inputs.Output(3, batch, 2L * cells);
            if (before.Length == 0) return;
            int width = inputSize + cells;
            Span<float> first = inputs.Rent((long)batch * width), second = inputs.Rent((long)batch * width);
            for (int i = 0; i < before.Length; i++) toCandidate[i] = flowing[i] * (1 - update[i]) * (1 - (candidate[i] * candidate[i]));
            Gemm.Run(new GemmShape(batch, width, cells, TransposeB: true), toCandidate, inputs.Input(3), second);
            for (int i = 0; i < before.Length; i++)
            {
                (int row, int k) = Math.DivRem(i, cells);
                float toResetState = second[(row * width) + inputSize + k];
                toGates[(row * 2 * cells) + k] = toResetState * before[i] * reset[i] * (1 - reset[i]);
                toGates[(row * 2 * cells) + cells + k] = flowing[i] * (before[i] - candidate[i]) * update[i] * (1 - update[i]);
            }

            Gemm.Run(new GemmShape(batch, width, 2 * cells, TransposeB: true), toGates, inputs.Input(2), first);
            for (int i = 0; i < toX.Length; i++)
            {
                (int row, int k) = Math.DivRem(i, inputSize);
                toX[i] = first[(row * width) + k] + second[(row * width) + k];
            }

            for (int i = 0; i < before.Length; i++)
            {
                (int row, int k) = Math.DivRem(i, cells);
                int at = (row * width) + inputSize + k;
                toBefore[i] = first[at] + (second[at] * reset[i]) + (flowing[i] * update[i]);
            }
        }
    }
}

using Weir.Simd;

namespace Weir.Ops;

/// <summary>The arithmetic of one step of an LSTM with optional peepholes, for rows of a batch, in float.</summary>
/// <remarks>Source: lstm_ops.h.</remarks>
/// <param name="cells">The size of the cell state.</param>
/// <param name="layout">Where the gates lie.</param>
/// <param name="forgetBias">Added to the forget gate.</param>
/// <param name="clip">The greatest magnitude of the cell state; 0 or less: any.</param>
/// <param name="peephole">Whether gates look at the cell state through weights.</param>
internal sealed class LstmCell(int cells, GateLayout layout, float forgetBias, float clip, bool peephole)
{
    /// <summary>What a step makes of each row, cell by cell.</summary>
    internal readonly ref struct Step
    {
        public required Span<float> Input { get; init; }

        public required Span<float> State { get; init; }

        public required Span<float> Forget { get; init; }

        public required Span<float> Output { get; init; }

        public required Span<float> NewCell { get; init; }

        public required Span<float> SquashedState { get; init; }

        public required Span<float> Hidden { get; init; }
    }

    /// <summary>Peephole weights; empty where there are none.</summary>
    internal readonly ref struct Peepholes(ReadOnlySpan<float> input, ReadOnlySpan<float> forget, ReadOnlySpan<float> output)
    {
        public readonly ReadOnlySpan<float> Input = input;
        public readonly ReadOnlySpan<float> Forget = forget;
        public readonly ReadOnlySpan<float> Output = output;
    }

    /// <summary>Goes one step forward.</summary>
    /// <param name="gates">What the weights gave, a row of 4 * cells for each row of the batch; used up.</param>
    /// <param name="bias">4 * cells.</param>
    /// <param name="previous">The cell state before, a row of cells for each row of the batch.</param>
    /// <param name="weights">The peepholes.</param>
    /// <param name="made">Where to write.</param>
    public void Forward(Span<float> gates, ReadOnlySpan<float> bias, ReadOnlySpan<float> previous, Peepholes weights, Step made)
    {
        for (int row = 0; row < previous.Length / cells; row++)
        {
            Span<float> gate = gates.Slice(row * 4 * cells, 4 * cells);
            int at = row * cells;
            for (int k = 0; k < cells; k++)
            {
                float before = previous[at + k];
                float input = gate[k] + bias[k];
                float cell = gate[(layout.Cell * cells) + k] + bias[(layout.Cell * cells) + k];
                float forget = gate[(layout.Forget * cells) + k] + bias[(layout.Forget * cells) + k] + forgetBias;
                if (peephole)
                {
                    input += before * weights.Input[k];
                    forget += before * weights.Forget[k];
                }

                (made.Input[at + k], made.NewCell[at + k], made.Forget[at + k]) = (input, cell, forget);
            }
        }

        Elementwise.Unary<float, Sigmoid>(made.Input, made.Input);
        Elementwise.Unary<float, Tanh>(made.NewCell, made.NewCell);
        Elementwise.Unary<float, Sigmoid>(made.Forget, made.Forget);
        for (int i = 0; i < previous.Length; i++)
        {
            float state = (made.NewCell[i] * made.Input[i]) + (made.Forget[i] * previous[i]);
            if (clip > 0) state = Math.Clamp(state, -clip, clip);
            (int row, int k) = Math.DivRem(i, cells);
            float output = gates[(((row * 4) + 3) * cells) + k] + bias[(3 * cells) + k];
            if (peephole) output += state * weights.Output[k];
            (made.State[i], made.Output[i]) = (state, output);
        }

        Elementwise.Unary<float, Sigmoid>(made.Output, made.Output);
        Elementwise.Unary<float, Tanh>(made.State, made.SquashedState);
        Elementwise.Binary<float, Multiply>(made.Output, made.SquashedState, made.Hidden);
    }

    /// <summary>Goes one step back.</summary>
    /// <param name="made">What the step forward made; only read.</param>
    /// <param name="previous">The cell state before it.</param>
    /// <param name="weights">The peepholes.</param>
    /// <param name="stateGradient">What flows into the cell state.</param>
    /// <param name="hiddenGradient">What flows into the hidden state.</param>
    /// <param name="gates">Where the gradient to the gates goes, in their layout.</param>
    /// <param name="previousGradient">Where the gradient to the cell state before goes; may be <paramref name="stateGradient"/>.</param>
    public void Backward(
        Step made, ReadOnlySpan<float> previous, Peepholes weights, ReadOnlySpan<float> stateGradient, ReadOnlySpan<float> hiddenGradient, Span<float> gates, Span<float> previousGradient)
    {
        for (int i = 0; i < previous.Length; i++)
        {
            (int row, int k) = Math.DivRem(i, cells);
            (float input, float cell, float forget, float output, float squashed) = (made.Input[i], made.NewCell[i], made.Forget[i], made.Output[i], made.SquashedState[i]);
            float toOutput = output * (1 - output) * hiddenGradient[i] * squashed;
            float toState = ((1 - (squashed * squashed)) * hiddenGradient[i] * output) + stateGradient[i];
            if (peephole) toState += toOutput * weights.Output[k];
            float toCell = (1 - (cell * cell)) * toState * input;
            float toForget = forget * (1 - forget) * toState * previous[i];
            float toInput = input * (1 - input) * toState * cell;
            int at = (row * 4 * cells) + k;
            (gates[at], gates[at + (layout.Cell * cells)], gates[at + (layout.Forget * cells)], gates[at + (3 * cells)]) = (toInput, toCell, toForget, toOutput);
            float back = toState * forget;
            if (peephole) back += (toInput * weights.Input[k]) + (toForget * weights.Forget[k]);
            previousGradient[i] = back;
        }
    }

    /// <summary>Adds the gradients to the peepholes: each gate's times the cell state that it looked at.</summary>
    public void AddPeepholes(ReadOnlySpan<float> gates, ReadOnlySpan<float> previous, ReadOnlySpan<float> state, Span<float> input, Span<float> forget, Span<float> output)
    {
        if (!peephole) return;
        for (int i = 0; i < previous.Length; i++)
        {
            (int row, int k) = Math.DivRem(i, cells);
            int at = (row * 4 * cells) + k;
            input[k] += gates[at] * previous[i];
            forget[k] += gates[at + (layout.Forget * cells)] * previous[i];
            output[k] += gates[at + (3 * cells)] * state[i];
        }
    }
}

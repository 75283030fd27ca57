using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>Which part of a value along its last dimension an input of a chain is; a count of 0: all of it.</summary>
internal readonly record struct ChainPart(int Index, int Count);

/// <summary>Inputs: those of the chain. Outputs: the last step's, then those of other steps that are read later.</summary>
/// <param name="parts">For each input which part of it is read.</param>
/// <param name="steps">The operators.</param>
/// <param name="takesBias">For each operator whether its second operand must be a bias.</param>
/// <param name="outputs">The steps whose results are kept; the last step first.</param>
internal sealed unsafe class ChainKernel(ChainPart[] parts, (ElementwiseStep Step, int Left, int Right)[] steps, bool[] takesBias, int[] outputs) : FusedKernel
{
    private const int MostDimensions = 16;

    private readonly ElementwiseChain chain = new(parts.Length, steps, outputs);

    protected override bool TryRun(StepContext s)
    {
        Span<long> sizes = stackalloc long[MostDimensions];
        if (!ResultSizes(s, ref sizes)) return false;
        long length = 1, period = 0;
        foreach (long size in sizes) length *= size;
        Span<ChainInput> inputs = stackalloc ChainInput[parts.Length];
        Span<int> streamed = stackalloc int[parts.Length];
        int streams = 0;
        bool hasParts = false;
        for (int i = 0; i < parts.Length; i++)
        {
            Tensor input = s.Input(i);
            if (parts[i].Count > 0)
            {
                inputs[i] = new ChainInput((nint)((float*)input.Data + (parts[i].Index * sizes[^1])), ChainWalk.Part, input.Shape[-1]);
                hasParts = true;
                continue;
            }

            if (Walk(input.Shape, sizes, ref period) is not { } walk) return false;
            inputs[i] = new ChainInput((nint)input.Data, walk);
            if (walk == ChainWalk.Streamed) streamed[streams++] = i;
        }

        if (length == 0 || !StepsFit(s, inputs, sizes) || (hasParts && period != 0 && period != sizes[^1])) return false;
        ChainOutputs made = default;
        for (int i = 1; i < outputs.Length; i++) made[i] = (nint)s.Output(i, sizes).Data;
        made[0] = (nint)(streams > 0 ? s.OutputOverAny(0, streamed[..streams]) : s.Output(0, sizes)).Data;
        chain.Run(inputs, made, length, hasParts ? sizes[^1] : period, hasParts);
        return true;
    }

    /// <summary>The sizes of the result: those of the input with the most elements, parts counted as such.</summary>
    /// <returns>Whether all parts are of these sizes.</returns>
    private bool ResultSizes(StepContext s, ref Span<long> sizes)
    {
        int largest = 0;
        long most = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Count > 0 && (s.Input(i).Shape.Rank < 1 || s.Input(i).Shape[-1] % parts[i].Count != 0)) return false;
            long elements = s.Input(i).ElementCount / Math.Max(1, parts[i].Count);
            if (elements > most) (largest, most) = (i, elements);
        }

        ReadOnlySpan<long> whole = s.Input(largest).Shape.Dimensions;
        if (whole.Length > sizes.Length) return false;
        whole.CopyTo(sizes);
        sizes = sizes[..whole.Length];
        if (parts[largest].Count > 0) sizes[^1] /= parts[largest].Count;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Count == 0) continue;
            ReadOnlySpan<long> split = s.Input(i).Shape.Dimensions;
            if (split.Length != sizes.Length || split[^1] != sizes[^1] * parts[i].Count || !split[..^1].SequenceEqual(sizes[..^1])) return false;
        }

        return true;
    }

    /// <summary>How an input is walked along the result; null: in a way that chains do not know.</summary>
    private static ChainWalk? Walk(Shape input, ReadOnlySpan<long> result, ref long period)
    {
        if (input.Dimensions.SequenceEqual(result)) return ChainWalk.Streamed;
        if (input.Rank > result.Length) return null;
        if (input.ElementCount == 1) return ChainWalk.Repeated;
        int leading = 0;
        while (input[leading] == 1) leading++;
        ReadOnlySpan<long> vector = input.Dimensions[leading..];
        if (!result[^vector.Length..].SequenceEqual(vector) || (period != 0 && period != input.ElementCount)) return null;
        period = input.ElementCount;
        return ChainWalk.Periodic;
    }

    private bool StepsFit(StepContext s, ReadOnlySpan<ChainInput> inputs, ReadOnlySpan<long> sizes)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            bool whole = IsWhole(steps[i].Left, inputs) || (steps[i].Step.IsBinary && IsWhole(steps[i].Right, inputs));
            if (!whole || (takesBias[i] && !IsBias(s, i, sizes))) return false;
        }

        return true;
    }

    private bool IsBias(StepContext s, int step, ReadOnlySpan<long> sizes)
    {
        if (steps[step].Right >= parts.Length || parts[steps[step].Right].Count > 0 || sizes.Length < 2) return false;
        Shape bias = s.Input(steps[step].Right).Shape;
        return bias.Rank == 1 && bias[0] == sizes[^1];
    }

    private bool IsWhole(int value, ReadOnlySpan<ChainInput> inputs) => value >= parts.Length || inputs[value].Walk is ChainWalk.Streamed or ChainWalk.Part;
}

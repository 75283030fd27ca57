namespace Weir.Ops;

/// <summary>What gradients of LSTMs read of the forward steps.</summary>
internal static class LstmBack
{
    /// <summary>Six inputs that were the outputs i, cs, f, o, ci, co, or a part of each; they are only read.</summary>
    public static LstmCell.Step Made(FloatInputs inputs, StepContext s, int first, Range part) => new()
    {
        Input = Copy(inputs, s, first, part),
        State = Copy(inputs, s, first + 1, part),
        Forget = Copy(inputs, s, first + 2, part),
        Output = Copy(inputs, s, first + 3, part),
        NewCell = Copy(inputs, s, first + 4, part),
        SquashedState = Copy(inputs, s, first + 5, part),
        Hidden = [],
    };

    // A step is written forward and read back: the spans are of one kind.
    private static Span<float> Copy(FloatInputs inputs, StepContext s, int index, Range part)
    {
        Tensor tensor = s.Input(index);
        if (tensor.DType == DType.Float32) return tensor.Elements<float>()[part];
        ReadOnlySpan<float> wide = inputs.Input(index)[part];
        Span<float> copy = inputs.Rent(wide.Length);
        wide.CopyTo(copy);
        return copy;
    }
}

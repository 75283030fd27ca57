namespace Weir.Ops;

/// <summary>An accumulator of gradients that are whole tensors.</summary>
/// <remarks>Source: conditional_accumulator.h.</remarks>
/// <param name="dtype">The dtype of the gradients.</param>
/// <param name="shape">What is known of their shape.</param>
/// <param name="averages">Whether the mean is taken, and not the sum.</param>
internal sealed class DenseAccumulator(DType dtype, Shape shape, bool averages) : ConditionalAccumulator(dtype, shape)
{
    private readonly Func<Tensor, Tensor, Tensor> add = TensorSum.Of(dtype);
    private Tensor? sum;

    public void Apply(long localStep, Tensor gradient) => Apply(localStep, () => Add(gradient));

    protected override object TakeAll()
    {
        Tensor taken = sum!;
        sum = null;
        if (!averages || Count == 1) return taken;
        AccumulatorMean.Divide(taken, [Count]);
        return taken;
    }

    protected override void Free() => sum?.Dispose();

    private void Add(Tensor gradient)
    {
        if (sum is not null && !sum.Shape.Equals(gradient.Shape)) throw Mismatch($"expected {sum.Shape}, got {gradient.Shape}");
        if (!Shape.IsCompatibleWith(gradient.Shape)) throw Mismatch($"expected {Shape}, got {gradient.Shape}");

        // The first one stays whoever's it is: a sum of two is the accumulator's own.
        Tensor next = sum is null ? gradient.Share() : add(sum, gradient);
        sum?.Dispose();
        sum = next;
    }
}

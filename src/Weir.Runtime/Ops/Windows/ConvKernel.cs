using Weir.Simd;

namespace Weir.Ops;

/// <summary>Convolves; a filter that does not change from run to run is packed once.</summary>
/// <param name="rule">How the windows slide.</param>
/// <param name="filterInput">Which input the filter is.</param>
internal class ConvKernel<T, TActivation>(WindowRule rule, int filterInput = 1) : PreparingKernel
    where T : unmanaged
    where TActivation : struct, IUnaryOperator
{
    private readonly int[] filterInputs = [filterInput];

    public sealed override ReadOnlySpan<int> PreparedInputs => filterInputs;

    protected WindowRule Rule => rule;

    protected int FilterInput => filterInput;

    public override object PreparationKey => (typeof(PackedFilter), typeof(T));

    /// <remarks>Packed as one group: how many there are depends on the input. Grouped filters are packed in the run.</remarks>
    public override object? Prepare(Tensor input)
    {
        if (input.Shape.Rank != rule.Rank || input.ElementCount is 0 or > int.MaxValue) return null;
        int outputs = (int)input.Shape[-1];
        return PackedFilter.Create(new FilterShape((int)input.ElementCount / outputs, outputs), input.AsSpan<T>());
    }

    public override void Run(StepContext s)
    {
        (Tensor x, Tensor filter) = (s.Input(0), s.Input(filterInput));
        s.Require(x.Shape.Rank == rule.Rank, $"convolution input must be {rule.Rank}-dimensional: {x.Shape}");
        s.Require(filter.Shape.Rank == rule.Rank, $"convolution filter must be {rule.Rank}-dimensional: {filter.Shape}");
        ConvShape shape = ConvSizes.Of(s, rule, x.Shape.Dimensions, filter.Shape.Dimensions);
        Span<long> sizes = stackalloc long[rule.Rank];
        rule.OutputSizes(shape.Windows, shape.OutputChannels, sizes);
        Convolve(s, shape, x.Elements<T>(), s.Output(0, sizes));
    }

    /// <summary>Convolves what may be something else than input 0.</summary>
    protected void Convolve(StepContext s, in ConvShape shape, ReadOnlySpan<T> x, Tensor output)
    {
        if (output.ElementCount == 0) return;
        Finish<T> finish = Finish(s, shape.OutputChannels);
        if (shape.Groups == 1 && s.Prepared<PackedFilter>() is { } packed) Conv.Run<T, TActivation>(shape, x, packed, finish, output.Elements<T>());
        else Conv.Run<T, TActivation>(shape, x, s.Input(filterInput).Elements<T>(), finish, output.Elements<T>());
        Complete(output.Elements<T>());
    }

    /// <summary>What is done to the sums before the activation.</summary>
    protected virtual Finish<T> Finish(StepContext s, int channels) => default;

    /// <summary>What is done to the whole output at the end.</summary>
    protected virtual void Complete(Span<T> output)
    {
    }
}

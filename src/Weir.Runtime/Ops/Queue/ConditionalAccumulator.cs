namespace Weir.Ops;

/// <summary>Gradients that are added up until there are as many as somebody asks for, who takes their sum or mean. Old ones are dropped.</summary>
/// <remarks>Who asks first is served first. Each taking raises the step, below which a gradient is old. Source: conditional_accumulator_base.cc.</remarks>
/// <param name="dtype">The dtype of the gradients.</param>
/// <param name="shape">What is known of their shape.</param>
internal abstract class ConditionalAccumulator(DType dtype, Shape shape) : AwaitedResource
{
    private readonly LinkedList<ConditionalAccumulator> takers = [];
    private long step;

    public DType DType => dtype;

    public Shape Shape => shape;

    public int AccumulatedCount => Do(() => Count);

    /// <summary>How many gradients have been added since the last taking. Under the lock.</summary>
    protected int Count { get; private set; }

    public void SetStep(long value) => Do(() => step = value);

    /// <summary>Takes the gradients' sum or mean out, when there are enough of them.</summary>
    /// <param name="required">How many.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What <see cref="TakeAll"/> gives.</returns>
    public ValueTask<object?> TakeAsync(int required, CancellationToken cancellation)
    {
        LinkedListNode<ConditionalAccumulator>? place = null;
        return DoAsync(TakeInLine, Leave, cancellation);

        object? TakeInLine()
        {
            place ??= takers.AddLast(this);
            if (takers.First != place || Count < required) return null;
            takers.Remove(place);
            object taken = TakeAll();
            step++;
            Count = 0;
            return taken;
        }

        void Leave()
        {
            if (place?.List is not null) takers.Remove(place);
        }
    }

    /// <summary>Adds a gradient, unless it is older than the step.</summary>
    /// <param name="localStep">The step at which it was computed.</param>
    /// <param name="add">Adds it, under the lock.</param>
    protected void Apply(long localStep, Action add) => Do(() =>
    {
        if (localStep < step) return false;
        add();
        Count++;
        return true;
    });

    /// <summary>The sum or mean, which is the caller's; nothing is left. Under the lock.</summary>
    protected abstract object TakeAll();

    protected static TfException Mismatch(string what) => new(StatusCode.InvalidArgument, $"Shape mismatch: {what}");
}

namespace Weir.Ops;

/// <summary>The code that computes a node, with attributes and dtypes resolved. Shared by concurrent runs: it holds no state of a run, at most the plan of the shapes it saw last (<see cref="ShapePlan{TPlan}"/>).</summary>
internal abstract class Kernel
{
    /// <summary>Reads the inputs, makes the outputs.</summary>
    /// <exception cref="TfException">The inputs can not be used; the runner adds the node's name.</exception>
    public abstract void Run(StepContext s);
}

/// <summary>A kernel that may have to wait: for a batch to fill, for a queue. The runner goes on with steps that do not need it.</summary>
/// <remarks>The waiting may end on any thread; outputs are made afterwards, on the run's own, for a run's values know one thread at a time.</remarks>
internal abstract class PendingKernel : Kernel
{
    /// <summary>Starts to wait. The inputs may be read; nothing may be made of the run's.</summary>
    /// <returns>What was waited for; already complete where nothing had to be. It must end soon after <see cref="StepContext.Cancellation"/> does.</returns>
    public abstract ValueTask<object?> WaitAsync(StepContext s);

    /// <summary>Makes the outputs of what was waited for.</summary>
    public abstract void Finish(StepContext s, object? result);

    /// <summary>Lets go of what was waited for, where the run failed before it could be finished.</summary>
    public virtual void Abandon(StepContext s, object? result)
    {
    }

    public sealed override void Run(StepContext s) => Finish(s, WaitAsync(s).AsTask().GetAwaiter().GetResult());
}

/// <summary>
/// A kernel that can prepare inputs which do not change from run to run: pack weights, fold constants. The result belongs to the plan's
/// prologue, is shared by all runs and made anew when a variable under the inputs changes.
/// </summary>
internal abstract class PreparingKernel : Kernel
{
    /// <summary>The inputs to prepare; each is asked only if it is stable.</summary>
    public abstract ReadOnlySpan<int> PreparedInputs { get; }

    /// <summary>What tells one preparation of a buffer from another, so that plans share it: kernel type and attributes.</summary>
    public abstract object PreparationKey { get; }

    /// <summary>Makes the prepared form.</summary>
    /// <returns>Any object; disposed when the last plan that uses it lets it go. Null: nothing worth preparing.</returns>
    public abstract object? Prepare(Tensor input);
}

using Weir.Plans;
using Weir.Sessions;

namespace Weir;

/// <summary>A planned run: given feeds in order, it returns fetches in order. Safe for concurrent calls.</summary>
/// <remarks>The steady path looks nothing up and allocates nothing but the handles of the returned tensors.</remarks>
public sealed class Callable
{
    private readonly Session session;
    private readonly Plan plan;

    internal Callable(Session session, Plan plan)
    {
        this.session = session;
        this.plan = plan;
    }

    /// <summary>Whether a run has steps that wait, such as those of queues: then <see cref="RunAsync"/> spares a thread.</summary>
    internal bool Waits => plan.Layout.HasPendingSteps;

    /// <summary>
    /// How it is computed, in lines of text: the prologue, then each step with its op (several where one kernel computes them together), the values
    /// it reads and makes, its node, and the values that nobody reads after it.
    /// </summary>
    public string DescribePlan() => PlanText.Of(plan.Layout, plan.Signature);

    /// <summary>Runs.</summary>
    /// <param name="feeds">A tensor for each feed; they stay the caller's.</param>
    /// <param name="fetches">Filled with a tensor for each fetch; the caller disposes them.</param>
    /// <param name="options">Timeout and trace.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: a feed has another dtype; or any error of the graph.</exception>
    /// <exception cref="ArgumentException">The numbers of feeds or fetches do not fit.</exception>
    public void Run(ReadOnlySpan<Tensor> feeds, Span<Tensor> fetches, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(feeds);
        if (fetches.Length != plan.Signature.Fetches.Length) throw new ArgumentException($"Expected room for {plan.Signature.Fetches.Length} fetches, found {fetches.Length}.", nameof(fetches));
        session.Run(plan, feeds, fetches, options, cancellationToken);
    }

    /// <summary>Runs without holding a thread while operations wait.</summary>
    /// <param name="feeds">A tensor for each feed; not to be disposed before the task ends.</param>
    /// <param name="options">Timeout and trace.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>A tensor for each fetch; the caller disposes them.</returns>
    public Task<Tensor[]> RunAsync(Tensor[] feeds, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(feeds);
        return session.RunAsync(plan, feeds, options, cancellationToken);
    }

    private void Check(ReadOnlySpan<Tensor> feeds)
    {
        if (feeds.Length != plan.Signature.Feeds.Length) throw new ArgumentException($"Expected {plan.Signature.Feeds.Length} feeds, found {feeds.Length}.", nameof(feeds));
        for (int i = 0; i < feeds.Length; i++) FeedChecks.Check(plan.Signature.Feeds[i], feeds[i], checkShape: false);
    }
}

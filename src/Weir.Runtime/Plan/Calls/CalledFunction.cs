using Weir.Graphs;
using Weir.Ops;
using Weir.Sessions;

namespace Weir.Plans;

/// <summary>A function that is called while a plan runs, because it calls itself: it has a plan of its own, which is made when a run first gets there. Thread-safe.</summary>
/// <param name="name">The function's name.</param>
/// <param name="body">Its body, for the attributes of these calls.</param>
/// <param name="effect">What runs of it do.</param>
/// <param name="functions">All functions that the plan calls: those that this one calls are among them.</param>
internal sealed class CalledFunction(string name, FunctionBody body, OpEffect effect, CalledFunctions functions) : IDisposable
{
    private readonly Lock gate = new();
    private Plan? plan;
    private bool disposed;

    public string Name => name;

    public FunctionBody Body => body;

    public OpEffect Effect => effect;

    /// <summary>The op that stands for a call.</summary>
    public Op Op => effect == OpEffect.None ? PartitionedCall.Stateless : PartitionedCall.Stateful;

    /// <summary>The plan: arguments are its feeds, results its fetches.</summary>
    /// <exception cref="TfException">The function can not be planned.</exception>
    public Plan PlanIn(RunEnvironment environment)
    {
        if (Volatile.Read(ref plan) is { } made) return made;
        lock (gate)
        {
            if (plan is not null) return plan;
            made = PlanBuilder.Build(body, environment, functions);
            if (disposed) made.Dispose();
            Volatile.Write(ref plan, made);
            return made;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            plan?.Dispose();
        }
    }
}

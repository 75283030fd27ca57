using Weir.Sessions;

namespace Weir.Plans;

/// <summary>Plans a run: prune and inline, leave one of equal nodes, find what is stable, fuse, fold loops, emit.</summary>
internal static class PlanBuilder
{
    public static Plan Build(Graph graph, RunSignature run, RunEnvironment environment)
    {
        run.RequireFrom(graph);
        PlanExpander expander = new(graph.Functions, environment.Limits);
        PlanEdge[] fetches = expander.Expand(graph, run.Feeds, run.Fetches, run.Targets);
        if (environment.Fuses) CommonNodes.Merge(expander.Nodes, fetches);
        Stability.Mark(expander.Nodes);
        if (environment.Fuses) FusionPass.Apply(expander.Nodes, fetches);
        LoopFrames.Fold(expander.Nodes);
        return new Plan(new PlanEmitter(expander.Nodes, fetches, run.Feeds.Length).Emit(environment.InterOpThreads != 1), environment);
    }
}

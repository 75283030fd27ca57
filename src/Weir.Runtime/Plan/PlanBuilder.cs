using Weir.Graphs;
using Weir.Sessions;

namespace Weir.Plans;

/// <summary>Plans a run: prune and inline, leave one of equal nodes, find what is stable, fuse, fold loops, emit.</summary>
internal static class PlanBuilder
{
    public static Plan Build(Graph graph, RunSignature run, RunEnvironment environment)
    {
        run.RequireFrom(graph);
        CalledFunctions functions = new(graph.Functions);
        (List<PlanNode> nodes, PlanEdge[] fetches) = Expand(graph, run, environment, functions);
        return new Plan(Lay(nodes, fetches, run.Feeds.Length, environment), environment, run, functions);
    }

    /// <summary>The nodes of a run before groups of them are computed in one go, and the edges of its fetches.</summary>
    public static (List<PlanNode> Nodes, PlanEdge[] Fetches) Expand(Graph graph, RunSignature run, RunEnvironment environment, CalledFunctions functions)
    {
        PlanExpander expander = new(graph.Functions, functions, environment.Limits);
        PlanEdge[] fetches = expander.Expand(graph, run.Feeds, run.Fetches, run.Targets);
        if (environment.Fuses) CommonNodes.Merge(expander.Nodes, fetches);
        return (expander.Nodes, fetches);
    }

    /// <summary>Plans a function that a plan calls: its arguments are fed, its results fetched.</summary>
    /// <param name="body">The function.</param>
    /// <param name="environment">The session's.</param>
    /// <param name="functions">Those that the other plan calls.</param>
    public static Plan Build(FunctionBody body, RunEnvironment environment, CalledFunctions functions)
    {
        PlanExpander expander = new(body.Graph.Functions, functions, environment.Limits);
        PlanEdge[] fetches = expander.Expand(body);
        if (environment.Fuses) CommonNodes.Merge(expander.Nodes, fetches);
        return new Plan(Lay(expander.Nodes, fetches, body.Arguments.Length, environment), environment, new RunSignature(body.ArgumentEdges, body.Results, body.ControlResults));
    }

    private static PlanLayout Lay(List<PlanNode> nodes, PlanEdge[] fetches, int feeds, RunEnvironment environment)
    {
        Stability.Mark(nodes);
        if (environment.Fuses) FusionPass.Apply(nodes, fetches);
        LoopFrames.Fold(nodes);
        return new PlanEmitter(nodes, fetches, feeds).Emit(environment.InterOpThreads != 1);
    }
}

using Weir.Graphs;
using Weir.Ops;
using Weir.Plans;

namespace Weir.Conformance;

/// <summary>Finds what a run would need that has no kernel, without running anything: the ops that a plan reaches, functions included.</summary>
internal sealed class PlanNeeds
{
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private readonly HashSet<string> visited = [];

    /// <summary>Whether an op that is missing, or one that is there, leaves something behind for later runs.</summary>
    public bool Writes { get; private set; }

    public IReadOnlySet<string> Missing => missing;

    public static PlanNeeds Of(Graph graph, IEnumerable<Output> feeds, IEnumerable<Output> fetches, IEnumerable<Operation> targets)
    {
        PlanNeeds needs = new();
        needs.Add(graph, fetches, targets, feeds.ToHashSet());
        return needs;
    }

    private void Add(Graph graph, IEnumerable<Output> fetches, IEnumerable<Operation> targets, IReadOnlySet<Output> given)
    {
        foreach (Operation operation in Reachability.Of(graph, fetches, targets, given))
        {
            if (OpTable.Find(operation.Type) is { } op)
            {
                Writes |= op.Effect == OpEffect.Writes && op is not ICallOp;
            }
            else if (graph.Functions.Find(operation.Type) is not null)
            {
                AddFunction(graph.Functions, new FunctionReference(operation.Type, operation.Attributes));
            }
            else
            {
                missing.Add(operation.Type);
                Writes |= operation.Definition.IsStateful || Array.Exists(operation.InputTypes, type => type.IsReference());
            }

            foreach ((string _, object value) in operation.Attributes.Items)
            {
                foreach (FunctionReference reference in value as FunctionReference[] ?? (value is FunctionReference one ? [one] : [])) AddFunction(graph.Functions, reference);
            }
        }
    }

    private void AddFunction(FunctionLibrary library, FunctionReference reference)
    {
        if (!visited.Add(reference.Name) || library.Find(reference.Name) is not { } function) return;
        FunctionBody body = function.Instantiate(reference.Attributes, library);
        Add(body.Graph, body.Results, body.ControlResults, body.Arguments.Select(argument => argument[0]).ToHashSet());
    }
}

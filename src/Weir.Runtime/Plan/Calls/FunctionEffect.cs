using Weir.Definitions;
using Weir.Graphs;
using Weir.Ops;

namespace Weir.Plans;

/// <summary>Finds what a run of a function does besides giving its results, with all that it calls.</summary>
internal sealed class FunctionEffect
{
    private readonly FunctionLibrary library;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Stack<string> open = [];
    private OpEffect strongest;

    private FunctionEffect(FunctionLibrary library) => this.library = library;

    /// <returns>None, Observes or Writes: where a function reads what its arguments do not say, nobody knows what.</returns>
    public static OpEffect Of(FunctionReference reference, FunctionLibrary library)
    {
        FunctionEffect effect = new(library);
        effect.Call(reference);
        while (effect.strongest < OpEffect.Writes && effect.open.TryPop(out string? name))
        {
            foreach (FunctionNode node in library.Find(name)?.Nodes ?? []) effect.Look(node);
        }

        return effect.strongest is OpEffect.None or OpEffect.Writes ? effect.strongest : OpEffect.Observes;
    }

    private void Look(FunctionNode node)
    {
        Op? op = OpTable.Find(node.Type);
        OpDefinition? definition = op?.Definition ?? OpTable.FindDefinition(node.Type);
        if (definition is null) Call(new FunctionReference(node.Type, node.Attributes));
        else if (op is ICallOp or IBranchOp or ILoopOp or IBatchedCallOp) CallAll(definition, node.Attributes);
        else Include(op?.Effect ?? (definition.IsStateful ? OpEffect.Writes : OpEffect.None));
    }

    /// <summary>A plan takes in what such an op calls: it does nothing else.</summary>
    private void CallAll(OpDefinition definition, AttributeList attributes)
    {
        foreach ((string name, object value) in attributes.Items)
        {
            if (value is AttributePlaceholder && definition.FindAttribute(name)?.Kind == AttributeKind.Function) Include(OpEffect.Writes);
            else CallAny(value);
        }
    }

    private void CallAny(object value)
    {
        if (value is FunctionReference reference) Call(reference);
        else if (value is FunctionReference[] references) Array.ForEach(references, Call);
    }

    private void Call(FunctionReference reference)
    {
        if (seen.Add(reference.Name)) open.Push(reference.Name);
        foreach ((_, object value) in reference.Attributes.Items) CallAny(value);
    }

    private void Include(OpEffect effect) => strongest = effect > strongest ? effect : strongest;
}

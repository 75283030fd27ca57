using Weir.Ops;

namespace Weir.Plans;

/// <summary>
/// Finds what belongs to the prologue: nodes that depend on nothing but constants, handles, and variables that no node of the plan writes.
/// </summary>
/// <remarks>
/// A loop's body counts too, so that its weights are packed once; what fails there fails the loop's first round, not a loop without rounds.
/// Of a branch only constants and handles count: the rest would be computed where the branch is not taken. In TensorFlow 1's control flow what waits for a choice is never stable,
/// nor is a call of a function that calls itself: nobody knows yet whether it ends.
/// </remarks>
internal sealed class Stability
{
    private readonly Dictionary<PlanEdge, (string Container, string Name)> handles = [];
    private readonly HashSet<(string Container, string Name)> written = [];
    private bool writesUnknown;

    public static void Mark(IReadOnlyList<PlanNode> nodes)
    {
        Stability stability = new();
        stability.FindWritten(nodes);
        stability.Mark(nodes, certain: true, inLoop: false);
    }

    private void FindWritten(IReadOnlyList<PlanNode> nodes)
    {
        foreach (PlanNode node in nodes)
        {
            if (node.Op is IHandleOp handle) handles[new PlanEdge(node, 0)] = handle.ResourceName(node.Attributes, node.Name);
            else if (node.Role is ControlFlowRole.Enter or ControlFlowRole.Exit or ControlFlowRole.Switch || node.Op is { PassesThrough: true }) HandOn(node);
            foreach (PlanRegion region in node.Regions) FindWritten(region.Nodes);
            if (node.Called is { Effect: OpEffect.Writes }) writesUnknown = true;
            if (node.Feed >= 0 || node.IsJoin || node.Called is not null || node.Regions.Length > 0 || node.Op is not { Effect: OpEffect.Writes }) continue;
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (!CarriesResource(node.Inputs[i])) continue;
                if (handles.TryGetValue(node.Inputs[i], out (string, string) name)) written.Add(name);
                else writesUnknown = true;
                if (i == 0 && node.OutputTypes.Length > 0 && node.OutputTypes[0].IsReference()) handles[new PlanEdge(node, 0)] = name;
            }
        }
    }

    /// <summary>A handle is the same on the other side of a loop's border.</summary>
    private void HandOn(PlanNode node)
    {
        if (node.Inputs.Length == 0 || !CarriesResource(node.Inputs[0]) || !handles.TryGetValue(node.Inputs[0], out (string, string) name)) return;
        for (int i = 0; i < node.OutputTypes.Length; i++) handles[new PlanEdge(node, i)] = name;
    }

    private void Mark(IReadOnlyList<PlanNode> nodes, bool certain, bool inLoop)
    {
        foreach (PlanNode node in nodes)
        {
            node.IsStable = IsStable(node, certain);
            node.MayNotBeNeeded = inLoop || node.Role == ControlFlowRole.Enter || Array.Exists(node.Inputs, input => input.Node.MayNotBeNeeded) || Array.Exists(node.Controls, control => control.MayNotBeNeeded);
            foreach (PlanRegion region in node.Regions) Mark(region.Nodes, certain && node.Op is ILoopOp or IBatchedCallOp, inLoop || node.Op is ILoopOp);
        }
    }

    private bool IsStable(PlanNode node, bool certain) => node.Feed < 0 && !node.IsJoin && node.Called is null && node.Regions.Length == 0
        && node.Frame is null && node.Op is { } op && op.Effect is not (OpEffect.Writes or OpEffect.Observes or OpEffect.WithinRun)
        && (op.Role == ControlFlowRole.None || (op.Role == ControlFlowRole.Enter && LoopOps.IsConstant(node.Attributes)))
        && (!node.MayBeDead || Array.TrueForAll(node.Controls, control => control.IsStable))
        && (certain || op is Const || op.Effect == OpEffect.Handle)
        && Array.TrueForAll(node.Inputs, input => input.Node.IsStable)
        && (op.Effect != OpEffect.Reads || ReadsUnwritten(node));

    private bool ReadsUnwritten(PlanNode node) => !writesUnknown && Array.TrueForAll(
        node.Inputs, input => !CarriesResource(input) || (handles.TryGetValue(input, out var name) && !written.Contains(name)));

    private static bool CarriesResource(PlanEdge edge) => edge.DType.IsReference() || edge.DType.BaseType() is DType.Resource;
}

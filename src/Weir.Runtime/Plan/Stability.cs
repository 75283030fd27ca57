using Weir.Ops;

namespace Weir.Plans;

/// <summary>
/// Finds what belongs to the prologue: nodes that depend on nothing but constants, handles, and variables that no node of the plan writes.
/// </summary>
/// <remarks>
/// A loop's body counts too, so that its weights are packed once. Of a branch only constants and handles: the rest might fail where the
/// branch would not have been taken. In TensorFlow 1's control flow what waits for a choice is never stable.
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
        stability.Mark(nodes, certain: true);
    }

    private void FindWritten(IReadOnlyList<PlanNode> nodes)
    {
        foreach (PlanNode node in nodes)
        {
            if (node.Op is IHandleOp handle) handles[new PlanEdge(node, 0)] = handle.ResourceName(node.Attributes, node.Name);
            foreach (PlanRegion region in node.Regions) FindWritten(region.Nodes);
            if (node.Feed >= 0 || node.IsJoin || node.Regions.Length > 0 || node.Op is not { Effect: OpEffect.Writes }) continue;
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (!CarriesResource(node.Inputs[i])) continue;
                if (handles.TryGetValue(node.Inputs[i], out (string, string) name)) written.Add(name);
                else writesUnknown = true;
                if (i == 0 && node.OutputTypes.Length > 0 && node.OutputTypes[0].IsReference()) handles[new PlanEdge(node, 0)] = name;
            }
        }
    }

    private void Mark(IReadOnlyList<PlanNode> nodes, bool certain)
    {
        foreach (PlanNode node in nodes)
        {
            node.IsStable = IsStable(node, certain);
            foreach (PlanRegion region in node.Regions) Mark(region.Nodes, certain && node.Op is ILoopOp);
        }
    }

    private bool IsStable(PlanNode node, bool certain) => node.Feed < 0 && !node.IsJoin && node.Regions.Length == 0
        && node.Frame is null && node.Op is { } op && op.Effect is not (OpEffect.Writes or OpEffect.Observes)
        && (op.Role == ControlFlowRole.None || (op.Role == ControlFlowRole.Enter && LoopOps.IsConstant(node.Attributes)))
        && (!node.MayBeDead || Array.TrueForAll(node.Controls, control => control.IsStable))
        && (certain || op is Const || op.Effect == OpEffect.Handle)
        && Array.TrueForAll(node.Inputs, input => input.Node.IsStable)
        && (op.Effect != OpEffect.Reads || ReadsUnwritten(node));

    private bool ReadsUnwritten(PlanNode node) => !writesUnknown && Array.TrueForAll(
        node.Inputs, input => !CarriesResource(input) || (handles.TryGetValue(input, out var name) && !written.Contains(name)));

    private static bool CarriesResource(PlanEdge edge) => edge.DType.IsReference() || edge.DType.BaseType() is DType.Resource;
}

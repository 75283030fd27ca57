using Weir.Ops;

namespace Weir.Plans;

/// <summary>Makes the steps of a plan of its nodes: creates kernels, gives values their slots, finds where each value is read last.</summary>
internal sealed class PlanEmitter(IReadOnlyList<PlanNode> nodes, PlanEdge[] fetches, int feedCount)
{
    private readonly Dictionary<PlanEdge, int> slots = [];
    private readonly Dictionary<PlanEdge, int> prologueSlots = [];
    private readonly Dictionary<PlanEdge, int> exports = [];
    private readonly List<Step> steps = [];
    private readonly List<Step> prologueSteps = [];
    private readonly Dictionary<PlanNode, int[]> stepsOf = [];
    private int preparedCount;

    public PlanLayout Emit()
    {
        int[] feedSlots = new int[feedCount];
        Array.Fill(feedSlots, -1);
        foreach (PlanNode node in nodes)
        {
            if (node.Feed >= 0) feedSlots[node.Feed] = SlotOf(new PlanEdge(node, 0));
            else if (node.IsJoin) stepsOf[node] = StepsBefore(node);
            else if (node.IsStable) EmitPrologue(node);
            else EmitStep(node);
        }

        int[] fetchSlots = [.. fetches.Select(ReadSlot)];
        bool pending = steps.Exists(step => step.Kernel is PendingKernel);
        ReleaseSlots.Mark(steps, fetchSlots, pending);
        return new PlanLayout
        {
            PrologueSteps = [.. prologueSteps],
            PrologueSlotCount = prologueSlots.Count,
            PrologueExports = [.. exports.OrderBy(export => export.Value).Select(export => prologueSlots[export.Key])],
            Steps = [.. steps],
            SlotCount = slots.Count,
            FeedSlots = feedSlots,
            FetchSlots = fetchSlots,
            FetchIsLast = [.. fetchSlots.Select((slot, i) => Array.LastIndexOf(fetchSlots, slot) == i)],
            PreparedCount = preparedCount,
            HasPendingSteps = pending,
        };
    }

    private void EmitPrologue(PlanNode node)
    {
        Kernel kernel = CreateKernel(node);
        prologueSteps.Add(new Step
        {
            Kernel = kernel,
            NodeName = node.Name,
            OpName = node.Definition.Name,
            Inputs = [.. node.Inputs.Select(input => prologueSlots[input])],
            Outputs = [.. Enumerable.Range(0, node.OutputTypes.Length).Select(i => prologueSlots[new PlanEdge(node, i)] = prologueSlots.Count)],
            OutputTypes = node.OutputTypes,
        });
    }

    private void EmitStep(PlanNode node)
    {
        Kernel kernel = CreateKernel(node);
        Step step = new()
        {
            Kernel = kernel,
            NodeName = node.Name,
            OpName = node.Definition.Name,
            Inputs = [.. node.Inputs.Select(ReadSlot)],
            Outputs = [.. Enumerable.Range(0, node.OutputTypes.Length).Select(i => SlotOf(new PlanEdge(node, i)))],
            OutputTypes = node.OutputTypes,
            Dependencies = StepsBefore(node),
        };
        if (kernel is PreparingKernel preparing && Slot.IsPrologue(step.Inputs[preparing.PreparedInput])) step.Prepared = preparedCount++;
        stepsOf[node] = [steps.Count];
        steps.Add(step);
    }

    private static Kernel CreateKernel(PlanNode node)
    {
        Op op = node.Op ?? throw new TfException(StatusCode.Unimplemented,
            $"The op {node.Definition.Name} is known but has no kernel in Weir yet; {{{{node {node.Name}}}}}.");
        return op.CreateKernel(new KernelRequest(node.Definition, node.Attributes, node.InputTypes, node.OutputTypes, node.Name));
    }

    private int SlotOf(PlanEdge edge)
    {
        if (!slots.TryGetValue(edge, out int slot)) slots.Add(edge, slot = slots.Count);
        return slot;
    }

    /// <summary>Where a step or a fetch finds a value.</summary>
    private int ReadSlot(PlanEdge edge)
    {
        if (!edge.Node.IsStable) return SlotOf(edge);
        if (!exports.TryGetValue(edge, out int export)) exports.Add(edge, export = exports.Count);
        return Slot.OfPrologue(export);
    }

    private int[] StepsBefore(PlanNode node) =>
        [.. node.Inputs.Select(input => input.Node).Concat(node.Controls).SelectMany(source => stepsOf.GetValueOrDefault(source) ?? []).Distinct()];
}

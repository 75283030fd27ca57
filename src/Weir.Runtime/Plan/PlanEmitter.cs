using Weir.Ops;

namespace Weir.Plans;

/// <summary>Makes the steps of a plan of its nodes: creates kernels, gives values their slots, finds where each value is read last.</summary>
internal sealed class PlanEmitter(IReadOnlyList<PlanNode> nodes, PlanEdge[] fetches, int feedCount)
{
    private readonly Dictionary<PlanEdge, int> slots = [];
    private readonly Dictionary<PlanEdge, int> prologueSlots = [];
    private readonly Dictionary<PlanEdge, int> exports = [];
    private readonly List<Step> prologueSteps = [];
    private readonly List<PreparedValue> preparedValues = [];
    private List<Step> steps = [];
    private Dictionary<PlanNode, int[]> stepsOf = [];
    private int slotCount;
    private int numbered;

    /// <summary>Whether a step, if only inside of another, needs the thread of the run: a call takes of its stack as it goes deeper, and what waits would keep others from a helper.</summary>
    private bool needsOwnThread;

    /// <param name="sideBySide">Whether branches that do not need each other may run at the same time.</param>
    public PlanLayout Emit(bool sideBySide)
    {
        int[] feedSlots = new int[feedCount];
        Array.Fill(feedSlots, -1);
        foreach (PlanNode node in nodes)
        {
            if (node.Feed >= 0) feedSlots[node.Feed] = SlotOf(new PlanEdge(node, 0));
            else Emit(node);
        }

        int[] fetchSlots = [.. fetches.Select(ReadSlot)];
        bool pending = steps.Exists(step => step.Kernel is PendingKernel), mayBeDead = MayBeDead(nodes);
        if (sideBySide && !needsOwnThread) steps = StrandSteps.Join(steps, fetchSlots, mayBeDead, () => numbered++);
        ReleaseSlots.Mark(steps, fetchSlots, pending);
        return new PlanLayout
        {
            PrologueSteps = [.. prologueSteps],
            PrologueSlotCount = prologueSlots.Count,
            PrologueExports = [.. exports.OrderBy(export => export.Value).Select(export => prologueSlots[export.Key])],
            Block = new Block([.. steps], fetchSlots, mayBeDead),
            NumberedSteps = numbered,
            SlotCount = slotCount,
            FeedSlots = feedSlots,
            FetchSlots = fetchSlots,
            FetchIsLast = [.. fetchSlots.Select((slot, i) => Array.LastIndexOf(fetchSlots, slot) == i)],
            PreparedValues = [.. preparedValues],
            HasPendingSteps = pending,
        };
    }

    private void Emit(PlanNode node)
    {
        if (node.IsJoin) stepsOf[node] = StepsBefore(node);
        else if (node.IsStable) EmitPrologue(node);
        else if (node.Frame is not null) EmitFrame(node, node.Frame);
        else EmitStep(node);
    }

    private void EmitPrologue(PlanNode node)
    {
        Kernel kernel = CreateKernel(node);
        prologueSteps.Add(new Step
        {
            Kernel = kernel,
            Files = node.Files,
            NodeName = node.Name,
            OpName = node.Definition.Name,
            Inputs = [.. node.Inputs.Select(input => prologueSlots[input])],
            Outputs = [.. Enumerable.Range(0, node.OutputTypes.Length).Select(i => prologueSlots[new PlanEdge(node, i)] = prologueSlots.Count)],
            OutputTypes = node.OutputTypes,
            MayNotBeNeeded = node.MayNotBeNeeded,
        });
    }

    private void EmitStep(PlanNode node)
    {
        int[] outputs = OutputSlots(node);
        Kernel kernel = node switch
        {
            { Fused: not null } => Fused(node),
            { Regions.Length: 0 } => OnOwnThread(CreateKernel(node)),
            { Op: IBranchOp } => Branches(node, outputs),
            { Op: IBatchedCallOp call } => BatchedCall(node, call),
            _ => Loop(node),
        };
        Step step = new()
        {
            Files = node.Files,
            Kernel = kernel,
            NodeName = node.Name,
            OpName = OpName(node),
            Inputs = [.. node.Inputs.Select(ReadSlot)],
            Outputs = outputs,
            OutputTypes = node.LoopVariables.Length == 0 ? node.OutputTypes : [.. node.OutputTypes.Where((_, i) => node.LoopVariables[i].Node is not null)],
            Dependencies = StepsBefore(node),
            Effect = node.Effect,
            Liveness = node.Role == ControlFlowRole.Merge ? Liveness.Any : Liveness.All,
            Number = numbered++,
            Controls = node.MayBeDead ? ControlsOf(node) : [],
            Gates = node.MayBeDead ? GatesOf(node) : [],
        };
        if (kernel is PreparingKernel preparing) step.Prepared = Prepare(preparing, step);

        stepsOf[node] = [steps.Count];
        if (node.Fused is not null)
        {
            foreach (PlanEdge made in node.Regions[0].Results) stepsOf[made.Node] = stepsOf[node];
        }

        steps.Add(step);
    }

    private static string OpName(PlanNode node) =>
        node.Fused is null ? node.Definition.Name : string.Join('+', node.Regions[0].Nodes.Select(OpName));

    private int[] Prepare(PreparingKernel kernel, Step step)
    {
        int[] places = new int[kernel.PreparedInputs.Length];
        for (int i = 0; i < places.Length; i++)
        {
            int slot = step.Inputs[kernel.PreparedInputs[i]];
            places[i] = Slot.IsPrologue(slot) ? preparedValues.Count : -1;
            if (Slot.IsPrologue(slot)) preparedValues.Add(new PreparedValue(kernel, Slot.PrologueIndex(slot)));
        }

        return places;
    }

    /// <summary>The kernel of fused nodes, and their own steps, which make the same outputs where it can not.</summary>
    private FusedKernel Fused(PlanNode node)
    {
        node.Fused!.Unfused = EmitBlock(node.Regions[0], []).Block;
        return node.Fused;
    }

    /// <summary>A loop of TensorFlow 1: its border is slots that the loop's kernel fills, its inside a block.</summary>
    private void EmitFrame(PlanNode node, PlanFrame loop)
    {
        List<PlanNode> entering = loop.Enters;
        int[] inside = [.. entering.Select(enter => SlotOf(new PlanEdge(enter, 0)))];
        int[] carried = [.. loop.Nexts.Select(next => SlotOf(new PlanEdge(next, 0)))];
        int[] constants = [.. entering.Where(enter => LoopOps.IsConstant(enter.Attributes)).Select(enter => SlotOf(new PlanEdge(enter, 0)))];
        PlanEdge[] ends = [.. loop.Exits.Concat(loop.Nexts).Select(end => end.Inputs[0])];
        (Block body, HashSet<int> owned) = EmitBlock(new PlanRegion(loop.Nodes, ends), [.. inside.Except(constants), .. carried], constants, mayBeDead: true);
        int[] exits = [.. loop.Exits.Select(exit => SlotOf(new PlanEdge(exit, 0)))];
        int[] inputs = [.. entering.Select(enter => ReadSlot(enter.Inputs[0]))];
        stepsOf[node] = [steps.Count];
        foreach (PlanNode exit in loop.Exits) stepsOf[exit] = [steps.Count];
        steps.Add(new Step
        {
            Kernel = new FrameKernel(
                [.. inputs.Zip(inside)], body, [.. body.Results.Zip(exits)], [.. body.Results[exits.Length..].Zip(carried)],
                [.. body.Results.Where(slot => owned.Contains(slot) || inside.Except(constants).Contains(slot)).Distinct()], constants),
            NodeName = node.Name,
            OpName = "While",
            Inputs = inputs,
            Outputs = exits,
            OutputTypes = [.. loop.Exits.Select(exit => exit.OutputTypes[0])],
            Dependencies = [.. entering.SelectMany(StepsBefore).Distinct()],
            Effect = node.Effect,
            Liveness = Liveness.None,
            Number = numbered++,
        });
    }

    /// <summary>A slot for each output; those of a loop are its variables. What a loop hands on unchanged has none.</summary>
    private int[] OutputSlots(PlanNode node)
    {
        if (node.Fused is not null) return [.. node.Regions[0].Results.Select(SlotOf)];
        if (node.LoopVariables.Length == 0) return [.. Enumerable.Range(0, node.OutputTypes.Length).Select(i => SlotOf(new PlanEdge(node, i)))];
        List<int> variables = [];
        for (int i = 0; i < node.LoopVariables.Length; i++)
        {
            if (node.LoopVariables[i].Node is null) continue;
            int slot = SlotOf(node.LoopVariables[i]);
            slots.Add(new PlanEdge(node, i), slot);
            variables.Add(slot);
        }

        return [.. variables];
    }

    private BranchKernel Branches(PlanNode node, int[] outputs)
    {
        IBranchOp op = (IBranchOp)node.Op!;
        int count = node.Regions.Length;
        Block[] blocks = new Block[count];
        SlotTransfer[] results = new SlotTransfer[count];
        for (int i = 0; i < count; i++)
        {
            (blocks[i], HashSet<int> owned) = EmitBlock(node.Regions[i], []);
            if (blocks[i].Results.Length != outputs.Length)
            {
                throw new TfException(StatusCode.InvalidArgument, $"A branch of {node.Name} returns {blocks[i].Results.Length} values, {outputs.Length} are expected.");
            }

            results[i] = new SlotTransfer(blocks[i].Results, outputs, owned.Contains, NewSlot);
        }

        return new BranchKernel(ReadSlot(node.Inputs[0]), selector => op.Choose(selector, count), blocks, results);
    }

    private LoopKernel Loop(PlanNode node)
    {
        int[] carried = [.. Enumerable.Range(0, node.LoopVariables.Length).Where(i => node.LoopVariables[i].Node is not null)];
        int[] variables = [.. carried.Select(i => SlotOf(node.LoopVariables[i]))];
        (Block condition, _) = EmitBlock(node.Regions[0], []);
        (Block body, HashSet<int> owned) = EmitBlock(node.Regions[1], variables);
        if (condition.Results.Length != 1 || body.Results.Length != node.LoopVariables.Length)
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"The loop {node.Name} has {node.LoopVariables.Length} variables; its condition returns {condition.Results.Length} values, its body {body.Results.Length}.");
        }

        int[] next = [.. carried.Select(i => body.Results[i])];
        return new LoopKernel(
            [.. carried.Select(i => ReadSlot(node.Inputs[i])).Zip(variables)],
            condition, body, new SlotTransfer(next, variables, owned.Contains, NewSlot));
    }

    private BatchKernel BatchedCall(PlanNode node, IBatchedCallOp call)
    {
        int[] arguments = [.. node.JoinedInputs.Select(SlotOf)];
        (Block block, HashSet<int> owned) = EmitBlock(node.Regions[0], arguments);
        return new BatchKernel(call.Options(node.Attributes, node.Name), arguments, block, [.. block.Results.Where(owned.Contains).Union(arguments)]);
    }

    /// <summary>The steps of a region.</summary>
    /// <param name="region">Its nodes and results.</param>
    /// <param name="given">Slots from outside that die inside.</param>
    /// <param name="staying">Slots that are read again when the block runs again.</param>
    /// <param name="mayBeDead">Whether the block is known to be part of TensorFlow 1's control flow.</param>
    /// <returns>The block, and the slots that are its own.</returns>
    private (Block Block, HashSet<int> Owned) EmitBlock(PlanRegion region, int[] given, int[]? staying = null, bool mayBeDead = false)
    {
        (List<Step> outerSteps, Dictionary<PlanNode, int[]> outerStepsOf) = (steps, stepsOf);
        (steps, stepsOf) = ([], []);
        foreach (PlanNode node in region.Nodes) Emit(node);
        int[] results = [.. region.Results.Select(ReadSlot)];
        HashSet<int> owned = [.. steps.SelectMany(step => step.Outputs)];
        ReleaseSlots.Mark(steps, [.. results, .. staying ?? []], pending: false, [.. owned, .. given]);
        Block block = new([.. steps], results, mayBeDead || MayBeDead(region.Nodes));
        (steps, stepsOf) = (outerSteps, outerStepsOf);
        return (block, owned);
    }

    private static bool MayBeDead(IReadOnlyList<PlanNode> nodes) => nodes.Any(node => node.MayBeDead);

    /// <summary>The numbers of the steps that a node waits for: skipped with one of them.</summary>
    private int[] ControlsOf(PlanNode node) => [.. node.Controls.Where(control => control.Role is not (ControlFlowRole.Exit or ControlFlowRole.Enter))
        .SelectMany(control => stepsOf.GetValueOrDefault(control) ?? []).Select(at => steps[at].Number).Distinct()];

    /// <summary>The slots of what enters or leaves a loop, which has no step of its own to wait for.</summary>
    private int[] GatesOf(PlanNode node) => [.. node.Controls.Where(control => control.Role is ControlFlowRole.Exit or ControlFlowRole.Enter && !control.IsStable)
        .Select(control => SlotOf(new PlanEdge(control, 0)))];

    private Kernel OnOwnThread(Kernel kernel)
    {
        needsOwnThread |= kernel is CallKernel or PendingKernel;
        return kernel;
    }

    private static Kernel CreateKernel(PlanNode node)
    {
        if (node.Called is not null) return new CallKernel(node.Called);
        Op op = node.Op ?? throw new TfException(StatusCode.Unimplemented,
            $"The op {node.Definition.Name} is known but has no kernel in Weir yet; {{{{node {node.Name}}}}}.");
        try
        {
            return op.CreateKernel(new KernelRequest(node.Definition, node.Attributes, node.InputTypes, node.OutputTypes, node.Name));
        }
        catch (TfException e) when (!e.Message.Contains("{{node", StringComparison.Ordinal))
        {
            throw new TfException(e.Code, $"{e.Message}\n\t [[{{{{node {node.Name}}}}}]]", e);
        }
    }

    private int SlotOf(PlanEdge edge)
    {
        if (!slots.TryGetValue(edge, out int slot)) slots.Add(edge, slot = NewSlot());
        return slot;
    }

    private int NewSlot() => slotCount++;

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

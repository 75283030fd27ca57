using Weir.Ops;

namespace Weir.Training;

/// <summary>The loops of TensorFlow 1 in a graph, found by what enters and leaves them.</summary>
internal sealed class FrameLoops
{
    private readonly Dictionary<Operation, FrameLoop> byCondition = [];
    private readonly Dictionary<Operation, FrameLoop> byExit = [];

    public FrameLoops(Graph graph)
    {
        if (!graph.Operations.Any(operation => operation.Role == ControlFlowRole.Enter)) return;
        Dictionary<Operation, FrameLoopVariable> bySwitch = [];
        foreach (Operation operation in graph.Operations) AddVariable(operation, bySwitch);
        foreach (Operation operation in graph.Operations)
        {
            switch (operation.Role)
            {
                case ControlFlowRole.Enter when LoopOps.IsConstant(operation.Attributes): AddConstant(operation); break;
                case ControlFlowRole.Exit when bySwitch.TryGetValue(operation.InputEdges[0].Operation, out FrameLoopVariable? variable):
                    if (variable.Exit is not null) throw new TfException(StatusCode.Unimplemented, $"{operation} is a second way out for a variable of a loop: it has no gradient.");
                    variable.Exit = operation[0];
                    byExit.Add(operation, byCondition[variable.Switch.InputEdges[1].Operation]);
                    break;
            }
        }
    }

    /// <summary>The loop that a condition stands for.</summary>
    public FrameLoop? Find(Operation condition) => byCondition.GetValueOrDefault(condition);

    /// <summary>The condition of the loop that an operation leads out of; any other operation stands for itself.</summary>
    public Operation StandIn(Operation operation) => byExit.TryGetValue(operation, out FrameLoop? loop) ? loop.Condition : operation;

    private void AddVariable(Operation operation, Dictionary<Operation, FrameLoopVariable> bySwitch)
    {
        if (operation.Role != ControlFlowRole.Switch || !LoopOps.IsCondition(operation.InputEdges[1].Operation)) return;
        Operation merge = operation.InputEdges[0].Operation;
        if (merge.Role != ControlFlowRole.Merge || merge.InputEdges.Length != 2) throw Malformed(operation);
        int enter = Array.FindIndex(merge.InputEdges, edge => edge.Operation.Role == ControlFlowRole.Enter);
        int next = Array.FindIndex(merge.InputEdges, edge => edge.Operation.Role == ControlFlowRole.NextIteration);
        if (enter < 0 || next < 0) throw Malformed(operation);
        FrameLoopVariable variable = new(merge.InputEdges[enter].Operation, merge, operation, merge.InputEdges[next].Operation);
        bySwitch.Add(operation, variable);
        Operation condition = operation.InputEdges[1].Operation;
        if (!byCondition.TryGetValue(condition, out FrameLoop? loop)) byCondition.Add(condition, loop = new FrameLoop(condition, LoopOps.FrameName(variable.Enter.Attributes)));
        loop.Variables.Add(variable);
    }

    private void AddConstant(Operation enter)
    {
        string frame = LoopOps.FrameName(enter.Attributes);
        FrameLoop[] loops = [.. byCondition.Values.Where(loop => loop.FrameName == frame)];
        if (loops.Length > 1) throw new TfException(StatusCode.Unimplemented, $"Several loops have the frame name '{frame}': their gradients can not be told apart.");
        if (loops.Length == 1) loops[0].Constants.Add(enter);
    }

    private static TfException Malformed(Operation operation) =>
        new(StatusCode.InvalidArgument, $"{operation} is not part of a loop of Enter, Merge, Switch and NextIteration: it has no gradient.");
}

/// <summary>A variable of a loop of TensorFlow 1.</summary>
internal sealed record FrameLoopVariable(Operation Enter, Operation Merge, Operation Switch, Operation Next)
{
    /// <summary>Its value after the loop; null: nothing reads it.</summary>
    public Output? Exit { get; set; }

    /// <summary>Its value in a round.</summary>
    public Output Start => Switch[1];

    /// <summary>Its value for the round after.</summary>
    public Output End => Next.InputEdges[0];
}

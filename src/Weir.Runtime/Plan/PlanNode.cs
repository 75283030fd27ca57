using Weir.Definitions;
using Weir.Graphs;
using Weir.Ops;

namespace Weir.Plans;

/// <summary>A node while a plan is made: an operation after inlining, which later passes may replace or drop.</summary>
internal sealed class PlanNode
{
    public required string Name { get; init; }

    public required OpDefinition Definition { get; init; }

    public required AttributeList Attributes { get; init; }

    public PlanEdge[] Inputs { get; init; } = [];

    /// <summary>What must run before it.</summary>
    public PlanNode[] Controls { get; init; } = [];

    public DType[] InputTypes { get; init; } = [];

    public DType[] OutputTypes { get; init; } = [];

    /// <summary>The position among the feeds; -1: not a feed.</summary>
    public int Feed { get; init; } = -1;

    /// <summary>Whether it only orders others and needs no step.</summary>
    public bool IsJoin { get; init; }

    /// <summary>Whether it stands for a variable of a loop: the loop gives it its value, no step does.</summary>
    public bool IsLoopVariable { get; init; }

    /// <summary>The bodies that it chooses from or repeats, in this plan.</summary>
    public PlanRegion[] Regions { get; init; } = [];

    /// <summary>For each input of a loop the edge that carries it from round to round; of no node where all rounds see the input itself.</summary>
    public PlanEdge[] LoopVariables { get; init; } = [];

    /// <summary>What the graph says of output 0's shape; a run may compute another.</summary>
    public Shape ShapeHint { get; init; } = Shape.Unknown;

    /// <summary>What computes it instead of its op's kernel: then it stands for the nodes of its region, the last of which makes its output.</summary>
    public FusedKernel? Fused { get; init; }

    /// <summary>Whether it gives the same in every run until a variable changes: it belongs to the prologue.</summary>
    public bool IsStable { get; set; }

    public Op? Op => OpTable.Find(Definition.Name);

    public bool Is(string op) => Definition.Name == op;
}

/// <summary>One output of a node.</summary>
internal readonly record struct PlanEdge(PlanNode Node, int Index)
{
    public DType DType => Node.OutputTypes[Index];
}

/// <summary>The body of a function that a node runs when and as often as it says so. It reads the node's inputs and loop variables, nothing else from outside.</summary>
internal sealed record PlanRegion(List<PlanNode> Nodes, PlanEdge[] Results);

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

    /// <summary>The edges it reads. Those that come round in a loop are set once there is a node for them.</summary>
    public PlanEdge[] Inputs { get; set; } = [];

    /// <summary>What must run before it.</summary>
    public PlanNode[] Controls { get; set; } = [];

    /// <summary>The files that it reads in place of the run's; null: the run's.</summary>
    public IModelFileSystem? Files { get; init; }

    public DType[] InputTypes { get; set; } = [];

    public DType[] OutputTypes { get; init; } = [];

    /// <summary>The position among the feeds; -1: not a feed.</summary>
    public int Feed { get; init; } = -1;

    /// <summary>Whether it only orders others and needs no step.</summary>
    public bool IsJoin { get; init; }

    /// <summary>Whether it is what the body of a call waits for, in whatever loop inside of it.</summary>
    public bool IsGate { get; init; }

    /// <summary>Whether it stands for a variable of a loop or a joined input: the loop or call gives it its value, no step does.</summary>
    public bool IsLoopVariable { get; init; }

    /// <summary>The bodies that it chooses from or repeats, in this plan.</summary>
    public PlanRegion[] Regions { get; init; } = [];

    /// <summary>For each input of a loop the edge that carries it from round to round; of no node where all rounds see the input itself.</summary>
    public PlanEdge[] LoopVariables { get; set; } = [];

    /// <summary>For each input of a batched call that is joined with those of other runs, the edge that carries them all.</summary>
    public PlanEdge[] JoinedInputs { get; init; } = [];

    /// <summary>The function that it calls when it runs, with its inputs as arguments; null: none.</summary>
    public CalledFunction? Called { get; init; }

    /// <summary>What the graph says of output 0's shape; a run may compute another.</summary>
    public Shape ShapeHint { get; init; } = Shape.Unknown;

    /// <summary>What computes it instead of its op's kernel: then it stands for the nodes of its region, the last of which makes its output.</summary>
    public FusedKernel? Fused { get; init; }

    /// <summary>Whether it stands among nodes of TensorFlow 1's control flow, so that its inputs may be dead.</summary>
    public bool MayBeDead { get; init; }

    /// <summary>Tells frames of one name apart that belong to different calls.</summary>
    public string FrameName { get; init; } = "";

    /// <summary>The loop that this node stands for; null: none.</summary>
    public PlanFrame? Frame { get; init; }

    /// <summary>Whether it gives the same in every run until a variable changes: it belongs to the prologue.</summary>
    public bool IsStable { get; set; }

    /// <summary>Whether it is inside a loop, which may have no rounds: in the prologue its failure waits for somebody who reads it.</summary>
    public bool MayNotBeNeeded { get; set; }

    /// <summary>Lets all rounds of a loop see one more value from outside.</summary>
    public void SeeInAllRounds(PlanEdge value)
    {
        Inputs = [.. Inputs, value];
        InputTypes = [.. InputTypes, value.DType];
        LoopVariables = [.. LoopVariables, default];
        Regions[1] = Regions[1] with { Results = [.. Regions[1].Results, value] };
    }

    public Op? Op => OpTable.Find(Definition.Name);

    /// <summary>The strongest effect of all that it runs.</summary>
    public OpEffect Effect =>
        IsStable || Feed >= 0 || IsLoopVariable ? OpEffect.None
        : Frame is not null ? StrongestOf(Frame.Nodes)
        : Regions.Length > 0 ? StrongestOf(Regions.SelectMany(region => region.Nodes))
        : Called?.Effect ?? Op?.Effect ?? OpEffect.None;

    public ControlFlowRole Role => Feed < 0 && !IsLoopVariable && Frame is null && Fused is null ? Op?.Role ?? ControlFlowRole.None : ControlFlowRole.None;

    public bool Is(string op) => Definition.Name == op;

    private static OpEffect StrongestOf(IEnumerable<PlanNode> nodes) => nodes.Select(node => node.Effect).DefaultIfEmpty().Max();
}

/// <summary>One output of a node.</summary>
internal readonly record struct PlanEdge(PlanNode Node, int Index)
{
    public DType DType => Node.OutputTypes[Index];
}

/// <summary>The body of a function that a node runs when and as often as it says so. It reads the node's inputs and loop variables, nothing else from outside.</summary>
internal sealed record PlanRegion(List<PlanNode> Nodes, PlanEdge[] Results);

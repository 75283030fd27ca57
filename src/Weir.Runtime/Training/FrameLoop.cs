using Weir.Ops;

namespace Weir.Training;

/// <summary>A loop of TensorFlow 1: the operations at the border of a frame.</summary>
internal sealed class FrameLoop(Operation condition, string frameName)
{
    private Output[]? outputs;

    /// <summary>Says whether the loop goes on.</summary>
    public Operation Condition => condition;

    public string FrameName => frameName;

    public List<FrameLoopVariable> Variables { get; } = [];

    /// <summary>Bring values in that all rounds see.</summary>
    public List<Operation> Constants { get; } = [];

    /// <summary>What enters the loop: its variables, then its constants.</summary>
    public Output[] Inputs => [.. Variables.Select(variable => variable.Enter.InputEdges[0]), .. Constants.Select(enter => enter.InputEdges[0])];

    /// <summary>What leaves the loop, for each input. For a constant that is what the rounds see: no gradient arrives there.</summary>
    public Output[] Outputs => outputs ??= [.. Variables.Select(Exit), .. Constants.Select(enter => enter[0])];

    public void Gradient(GradientContext g, GradientPath path)
    {
        HashSet<Operation> border = [.. Constants, .. Variables.SelectMany(variable => new[] { variable.Enter, variable.Merge, variable.Switch })];
        FrameLoopGradient? gradient = null;
        using BodyGradient body = new(g.Graph, g.Call, name: null, border, path.Loops) { IsGiven = edge => gradient!.IsConstant(edge) };
        gradient = new FrameLoopGradient(g, this, body);
        gradient.Flow();
    }

    private static Output Exit(FrameLoopVariable variable) => variable.Exit ??= LoopOps.BuildExit(variable.Switch[0]);
}

/// <summary>The gradient of a loop of TensorFlow 1.</summary>
internal sealed class FrameLoopGradient(GradientContext g, FrameLoop loop, BodyGradient body) : LoopGradient(g, body)
{
    public bool IsConstant(Output edge) => ConstantOf(edge) >= 0;

    protected override Output Start(int variable) =>
        variable < loop.Variables.Count ? loop.Variables[variable].Start : loop.Constants[variable - loop.Variables.Count][0];

    protected override Output? End(int variable) => variable < loop.Variables.Count ? loop.Variables[variable].End : null;

    protected override Output[] Keep(IReadOnlyList<Output> edges)
    {
        Operation alive = Context.Graph.Identity(Context.Input(0)).Operation;
        return
        [
            AddVariable(alive, () => Context.Graph.Const(0), count => count + Context.Graph.Const(1)),
            .. edges.Select(edge => AddVariable(alive, () => EmptyTensorList.BuildFor(edge, Context.Graph), list => TensorListPushBack.Build(list, edge))),
        ];
    }

    /// <summary>Gives the loop a variable more.</summary>
    /// <param name="alive">An operation that runs where the loop does.</param>
    /// <param name="initial">Makes the value before the first round.</param>
    /// <param name="next">Makes the value after a round of the value before it.</param>
    /// <returns>The value after the last round.</returns>
    private Output AddVariable(Operation alive, Func<Output> initial, Func<Output, Output> next)
    {
        Output before;
        using (Context.Graph.ControlDependencies(alive)) before = initial();
        Output enter = LoopOps.BuildEnter(before, loop.Variables[0].Enter);
        Output merge = Merge.Build(enter, enter);
        Operation choice = Switch.Build(merge, loop.Condition[0]);
        Output inside = Context.Graph.Identity(choice[1]);
        using (Context.Graph.ControlDependencies(inside.Operation)) merge.Operation.InputEdges = [enter, LoopOps.BuildNext(next(inside))];
        return LoopOps.BuildExit(choice[0]);
    }
}

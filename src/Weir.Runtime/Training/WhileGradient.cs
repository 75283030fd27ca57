using Weir.Graphs;
using Weir.Ops;

namespace Weir.Training;

/// <summary>The gradient of While and StatelessWhile.</summary>
internal sealed class WhileGradient : LoopGradient
{
    private readonly ILoopOp op;
    private readonly FunctionBody round;

    private WhileGradient(GradientContext g, ILoopOp op, FunctionBody round, BodyGradient body)
        : base(g, body)
    {
        this.op = op;
        this.round = round;
    }

    public static void Flow(GradientContext g, ILoopOp op)
    {
        FunctionBody round = Copy(g, op.Body(g.Operation.Attributes));
        WhileGradient? loop = null;
        using BodyGradient body = new(round.Graph, g.Call, op.Body(g.Operation.Attributes).Name) { IsGiven = edge => loop!.ConstantOf(edge) >= 0 };
        loop = new WhileGradient(g, op, round, body);
        loop.Flow();
        loop.FlowZeros();
    }

    /// <summary>A variable that does not matter to what arrives has zeros for a gradient here, and none in TensorFlow 1's loops.</summary>
    private void FlowZeros()
    {
        for (int i = 0; i < Context.InputCount; i++)
        {
            bool lacks = Context.Wants(i) && Context.Flows[i] is null && Context.Input(i).DType.BaseType() is not (DType.Resource or DType.Variant);
            if (lacks) Context.Flow(i, Context.Graph.ZerosLike(Context.Input(i)));
        }
    }

    protected override Output Start(int variable) => round.Arguments[variable][0];

    protected override Output? End(int variable) => round.Results[variable];

    protected override Output[] Keep(IReadOnlyList<Output> edges)
    {
        FunctionBody condition = Copy(Context, op.Condition(Context.Operation.Attributes));
        Output count = Argument.Build(round.Graph, DType.Int32, Shape.Scalar);
        Output[] lists = [.. edges.Select(_ => Argument.Build(round.Graph, DType.Variant, Shape.Scalar))];
        Output[] next = [count + round.Graph.Const(1), .. edges.Select((edge, k) => TensorListPushBack.Build(lists[k], edge))];
        using GraphScope surroundings = Context.Graph.ControlDependencies(Context.Surroundings);
        Output[] initial = [Context.Graph.Const(0), .. edges.Select(edge => EmptyTensorList.BuildFor(edge, Context.Graph))];
        AttributeList attributes = Context.Operation.Attributes
            .With("T", Context.Operation.InputTypes.Concat(initial.Select(value => value.DType)).ToArray())
            .With("body", round.Extend(op.Body(Context.Operation.Attributes).Name, [count, .. lists], next).Reference)
            .With("cond", condition.Extend(op.Condition(Context.Operation.Attributes).Name, [.. initial.Select(value => Argument.Build(condition.Graph, value.DType, Shape.Scalar))], []).Reference);
        int first = Context.Operation.OutputCount;
        Context.Operation.Extend(Context.Operation.Definition, attributes, initial, [.. initial.Select(value => value.Shape)]);
        return Context.Operation.OutputEdges[first..];
    }

    private static FunctionBody Copy(GradientContext g, FunctionReference reference) => g.Call.Copy(reference, g.Operation, g.Operation.OutputShapes);
}

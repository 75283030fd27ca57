using Weir.Graphs;
using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>A smooth function of a vector, made of random arithmetic, conditions, loops and calls of both generations, one inside another.</summary>
internal sealed class RandomProgram
{
    private const int Size = 2;

    private readonly Random random;
    private readonly Graph graph = new();
    private int frames;

    public RandomProgram(int seed)
    {
        random = new Random(seed);
        X = graph.Placeholder(DType.Float64, Shape.Of([Size]), "x");
        Rounds = graph.Placeholder(DType.Int32, Shape.Scalar, "n");
        Y = Expression(new Scope(graph, [X], Rounds, null), depth: 3);
    }

    public Output X { get; }

    /// <summary>An integer that conditions and loops look at.</summary>
    public Output Rounds { get; }

    public Output Y { get; }

    public Graph Graph => graph;

    private Output Expression(Scope scope, int depth)
    {
        int statements = random.Next(1, 4);
        for (int i = 0; i < statements; i++) scope.Values.Add(Statement(scope, depth));
        return scope.Values[^1];
    }

    private Output Statement(Scope scope, int depth) => random.Next(depth > 0 ? 12 : 5) switch
    {
        0 => scope.Graph.Apply("Tanh", Any(scope)),
        1 => scope.Graph.Apply("Sin", Any(scope) * Number(scope, 0.7)),
        2 => Any(scope) * Any(scope) * Number(scope, 0.5),
        3 => Any(scope) - Any(scope) * Number(scope, 0.3),
        4 => scope.Graph.Apply("Sigmoid", Any(scope)) + scope.Graph.Apply("Square", Any(scope)) * Number(scope, 0.1),
        5 or 6 => Choice(scope, depth - 1),
        7 or 8 => Loop(scope, depth - 1),
        9 => Call(scope, depth - 1),
        10 => FrameChoice(scope, depth - 1),
        _ => FrameLoop(scope, depth - 1),
    };

    private Output Any(Scope scope) => scope.Values[random.Next(scope.Values.Count)];

    private Output Predicate(Scope scope) => Comparisons.Greater(scope.Rounds, Constant(scope, Tensor.Scalar(random.Next(-1, 4))));

    private static Output Number(Scope scope, double value) => Constant(scope, Tensor.Scalar(value));

    /// <summary>A constant in a loop of TensorFlow 1 must wait for something of the loop.</summary>
    private static Output Constant(Scope scope, Tensor value)
    {
        using GraphScope there = scope.Graph.ControlDependencies(scope.Pivot is { } pivot ? [pivot] : []);
        return scope.Graph.Const(value);
    }

    private Output Choice(Scope scope, int depth)
    {
        Output predicate = Predicate(scope);
        Function then = Body(scope, [], (inner, _) => [Expression(inner, depth)]);
        Function otherwise = Body(scope, [], (inner, _) => [Expression(inner, depth)]);
        return scope.Graph.AddOperation("StatelessIf", [predicate, .. scope.Values, scope.Rounds], new Dictionary<string, object>
        {
            ["then_branch"] = then.Reference, ["else_branch"] = otherwise.Reference, ["Tout"] = new[] { DType.Float64 },
        })[0];
    }

    private Output Loop(Scope scope, int depth)
    {
        Function condition = Body(scope, [scope.Rounds, Any(scope)], (inner, own) => [Comparisons.Greater(inner.Rounds, own[0])]);
        Function body = Body(scope, [scope.Rounds, Any(scope)], (inner, own) =>
        {
            Output[] outside = [.. inner.Values];
            inner.Values.Add(own[1]);
            return [own[0] + inner.Graph.Const(1), inner.Graph.Apply("Tanh", Expression(inner, depth) + own[1] * Number(inner, 0.5)), .. outside, inner.Rounds];
        });
        Output[] inputs = [Constant(scope, Tensor.Scalar(0)), Any(scope), .. scope.Values, scope.Rounds];
        return While.Build(scope.Graph, inputs, condition, body)[1];
    }

    private Output Call(Scope scope, int depth) =>
        PartitionedCall.Build(scope.Graph, [.. scope.Values, scope.Rounds], Body(scope, [], (inner, _) => [Expression(inner, depth)]))[0];

    /// <summary>A function of its own arguments, and of all that the scope has.</summary>
    private static Function Body(Scope scope, Output[] like, Func<Scope, Output[], Output[]> make)
    {
        Graph body = Graph.OfBody(scope.Graph.Functions);
        Output[] own = [.. like.Select(edge => Argument.Build(body, edge.DType, edge.Shape))];
        Output[] outside = [.. scope.Values.Append(scope.Rounds).Select(edge => Argument.Build(body, edge.DType, edge.Shape))];
        Output[] results = make(new Scope(body, [.. outside[..^1]], outside[^1], null), own);
        return new FunctionMaker(body, [.. own, .. outside]).Make("f", results, []);
    }

    private Output FrameChoice(Scope scope, int depth)
    {
        Output predicate = Predicate(scope);
        return Merge.Build(Branch(0), Branch(1));

        Output Branch(int side)
        {
            Scope inner = new(scope.Graph, [.. scope.Values.Select(value => Switch.Build(value, predicate)[side])], Switch.Build(scope.Rounds, predicate)[side], scope.Pivot);
            return Expression(inner, depth);
        }
    }

    private Output FrameLoop(Scope scope, int depth)
    {
        string frame = $"frame_{frames++}";
        Output Enter(Output value, bool isConstant) => scope.Graph.AddOperation("Enter", [value], new Dictionary<string, object> { ["frame_name"] = frame, ["is_constant"] = isConstant })[0];
        Output start = Any(scope);
        Output[] constants = [.. scope.Values.Select(value => Enter(value, true))];
        Output rounds = Enter(scope.Rounds, true);
        Output enteredCount = Enter(scope.Rounds - scope.Rounds, false);
        Output enteredValue = Enter(start, false);
        Output count = Merge.Build(enteredCount, enteredCount);
        Output value = Merge.Build(enteredValue, enteredValue);
        Output goesOn = scope.Graph.Apply("LoopCond", Comparisons.Greater(rounds, count));
        Operation countChoice = Switch.Build(count, goesOn);
        Operation valueChoice = Switch.Build(value, goesOn);
        Output inside = scope.Graph.Identity(valueChoice[1]);
        Scope inner = new(scope.Graph, [.. constants, inside], rounds, inside.Operation);
        Output next = scope.Graph.Apply("Tanh", Expression(inner, depth) + inside * Number(inner, 0.5));
        count.Operation.InputEdges = [enteredCount, LoopOps.BuildNext(countChoice[1] + Constant(inner, Tensor.Scalar(1)))];
        value.Operation.InputEdges = [enteredValue, LoopOps.BuildNext(next)];
        return LoopOps.BuildExit(valueChoice[0]);
    }

    private sealed record Scope(Graph Graph, List<Output> Values, Output Rounds, Operation? Pivot);
}

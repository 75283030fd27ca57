using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Calls the body over and over with what it gave the time before, while the condition holds.</summary>
/// <remarks>
/// While and StatelessWhile differ in what they promise about state, not in what they do. Rounds run one after the other, whatever
/// <c>parallel_iterations</c> allows. A condition that is not a scalar holds if it has elements. Source: functional_ops.cc.
/// </remarks>
internal sealed class While(OpDefinition definition) : Op, ILoopOp
{
    public static readonly Op[] All =
    [
        new While("StatelessWhile(input: T) -> output: T; T: list(type); cond: func; body: func; output_shapes: list(shape) = []; "
            + "parallel_iterations: int = 10"),
        new While("While(input: T) -> output: T; T: list(type); cond: func; body: func; output_shapes: list(shape) = []; "
            + "parallel_iterations: int = 10 | stateful"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        if (OutputShapesAttribute.Apply(c)) return;
        for (int i = 0; i < c.OutputCount; i++) c.Output(i, c.Input(i));
    }

    public FunctionReference Condition(AttributeList attributes) => attributes.Get<FunctionReference>("cond");

    public FunctionReference Body(AttributeList attributes) => attributes.Get<FunctionReference>("body");

    public override void Gradient(GradientContext g) => Training.WhileGradient.Flow(g, this);

    /// <summary>Adds a loop over two functions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">What its variables are before the first round.</param>
    /// <param name="condition">Whether there is another round.</param>
    /// <param name="body">A round.</param>
    /// <param name="shapes">What the variables' shapes are in all rounds; null: nothing is known.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Operation Build(Graph graph, IReadOnlyList<Output> inputs, Function condition, Function body, IEnumerable<Shape>? shapes = null, string? name = null) =>
        graph.AddOperation(FunctionalBuilding.IsStateful(graph, condition, body) ? "While" : "StatelessWhile", inputs, new Dictionary<string, object>
        {
            ["cond"] = condition.Reference,
            ["body"] = body.Reference,
            ["output_shapes"] = (shapes ?? inputs.Select(_ => Shape.Unknown)).ToArray(),
        }, name);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "output_shapes", "parallel_iterations", "cond");
        throw new TfException(StatusCode.Internal, $"The body {r.Function("body").Name} was not taken in; {{{{node {r.NodeName}}}}}.");
    }
}

using Weir.Ops;

namespace Weir.Graphs;

/// <summary>The body of a function while a program builds it: a graph of its own, with a placeholder for each input.</summary>
internal sealed class FunctionGraph
{
    private readonly Graph outer;
    private readonly Output[] arguments;
    private readonly Output[] results;
    private readonly Graph body;

    /// <param name="outer">The graph whose library gets the function.</param>
    /// <param name="inputs">What it will be called with.</param>
    /// <param name="build">Adds the operations and gives the results.</param>
    /// <param name="shapes">What is known of the inputs' shapes; null: what the inputs say.</param>
    /// <exception cref="ArgumentException">A result belongs to another graph.</exception>
    public FunctionGraph(Graph outer, IReadOnlyList<Output> inputs, Func<IReadOnlyList<Output>, IReadOnlyList<Output>> build, IReadOnlyList<Shape>? shapes = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        this.outer = outer;
        body = Graph.OfBody(outer.Functions);
        foreach (Output input in inputs) outer.RequireOwn(input.Operation, nameof(inputs));
        arguments = [.. inputs.Select((input, i) => Argument.Build(body, input.DType.BaseType(), shapes?[i] ?? input.Shape))];
        results = [.. build(arguments)];
        foreach (Output result in results) body.RequireOwn(result.Operation, nameof(build));
    }

    public DType[] Types => [.. results.Select(result => result.DType.BaseType())];

    public Shape[] Shapes => [.. results.Select(result => result.Shape)];

    public string TypeNames => string.Join(", ", Types.Select(type => type.TfName()));

    /// <summary>Adds it to the library. What has effects runs whether or not a result needs it.</summary>
    public Function Make(string name)
    {
        Operation[] effects = [.. body.Operations.Where(operation => operation.Definition.IsStateful && operation.Definition != Argument.OpDefinition)];
        return new FunctionMaker(body, arguments) { FollowsControls = true }.Make(name, results, effects);
    }
}

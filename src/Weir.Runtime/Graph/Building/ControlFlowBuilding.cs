using Weir.Graphs;
using Weir.Ops;

namespace Weir;

/// <summary>Branches and loops, as functions of the graph's library.</summary>
public static partial class GraphBuilding
{
    /// <summary>The results of one of two branches, of which only one is computed.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="predicate">A bool scalar.</param>
    /// <param name="then">Builds the branch that is taken where the predicate holds, from its own view of the inputs.</param>
    /// <param name="otherwise">Builds the other one; as many results of the same dtypes.</param>
    /// <param name="inputs">What the branches may read of this graph; everything else they read is made in them.</param>
    /// <param name="name">The name; null for <c>cond</c>.</param>
    /// <returns>The results.</returns>
    /// <remarks>What has effects in a branch runs if the branch is taken, whether or not a result needs it. Source: tf.cond, cond_v2.py.</remarks>
    /// <exception cref="TfException">INVALID_ARGUMENT: the branches' results differ in number or dtype.</exception>
    /// <exception cref="ArgumentException">A branch gives a value that was not made in it.</exception>
    public static IReadOnlyList<Output> Cond(
        this Graph graph,
        Output predicate,
        Func<IReadOnlyList<Output>, IReadOnlyList<Output>> then,
        Func<IReadOnlyList<Output>, IReadOnlyList<Output>> otherwise,
        IReadOnlyList<Output> inputs,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        name ??= "cond";
        FunctionGraph first = new(graph, inputs, then), second = new(graph, inputs, otherwise);
        if (!first.Types.SequenceEqual(second.Types))
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"true_fn and false_fn of {name} must return values of the same dtypes: [{first.TypeNames}] and [{second.TypeNames}].");
        }

        Function[] branches = [first.Make($"{name}_true"), second.Make($"{name}_false")];
        Operation chosen = graph.AddOperation(FunctionalBuilding.IsStateful(graph, branches) ? "If" : "StatelessIf", [predicate, .. inputs], new Dictionary<string, object>
        {
            ["then_branch"] = branches[0].Reference,
            ["else_branch"] = branches[1].Reference,
            ["Tout"] = first.Types,
            ["output_shapes"] = first.Shapes.Zip(second.Shapes, Merge.Common).ToArray(),
        }, name);
        return chosen.OutputEdges;
    }

    /// <summary>What variables are after a body has changed them for as long as a condition holds.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="condition">Builds the condition, a bool scalar, from the variables.</param>
    /// <param name="body">Builds the next variables from those of the round: as many, of the same dtypes.</param>
    /// <param name="variables">What they are before the first round. What the body only reads is a variable, too, that it hands on.</param>
    /// <param name="shapes">For each variable a shape that it keeps in all rounds; null: they keep the shapes that they begin with.</param>
    /// <param name="name">The name; null for <c>while</c>.</param>
    /// <returns>The variables after the last round.</returns>
    /// <remarks>What has effects in the body runs in each round. Source: tf.while_loop, while_v2.py.</remarks>
    /// <exception cref="TfException">INVALID_ARGUMENT: a variable would change its dtype or shape, or their number differs.</exception>
    /// <exception cref="ArgumentException">The body or the condition gives a value that was not made in it.</exception>
    public static IReadOnlyList<Output> While(
        this Graph graph,
        Func<IReadOnlyList<Output>, Output> condition,
        Func<IReadOnlyList<Output>, IReadOnlyList<Output>> body,
        IReadOnlyList<Output> variables,
        IReadOnlyList<Shape>? shapes = null,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(variables);
        name ??= "while";
        shapes ??= [.. variables.Select(variable => variable.Shape)];
        if (shapes.Count != variables.Count) throw new ArgumentException($"{variables.Count} variables need as many shapes, {shapes.Count} are given.", nameof(shapes));
        FunctionGraph goOn = new(graph, variables, seen => [condition(seen)], shapes), round = new(graph, variables, body, shapes);
        RequireLoop(name, goOn, round, variables, shapes);
        return Ops.While.Build(graph, variables, goOn.Make($"{name}_cond"), round.Make($"{name}_body"), shapes, name).OutputEdges;
    }

    private static void RequireLoop(string name, FunctionGraph condition, FunctionGraph body, IReadOnlyList<Output> variables, IReadOnlyList<Shape> shapes)
    {
        if (condition.Types is not [DType.Bool]) throw new TfException(StatusCode.InvalidArgument, $"The condition of {name} must be one bool value, not [{condition.TypeNames}].");
        if (!body.Types.SequenceEqual(variables.Select(variable => variable.DType.BaseType())))
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"The body of {name} must return values of the variables' dtypes: [{string.Join(", ", variables.Select(variable => variable.DType.TfName()))}], not [{body.TypeNames}].");
        }

        for (int i = 0; i < variables.Count; i++)
        {
            if (Merge.Common(shapes[i], body.Shapes[i]).Equals(shapes[i])) continue;
            throw new TfException(StatusCode.InvalidArgument,
                $"Input tensor '{variables[i].Name}' enters the loop with shape {shapes[i]}, but has shape {body.Shapes[i]} after one iteration. To allow the shape to vary across iterations, give the shapes that hold in all of them.");
        }
    }
}

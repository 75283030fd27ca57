using Weir.Variables;

namespace Weir;

/// <summary>Variables of a graph: making them, initializing them.</summary>
public static class GraphVariables
{
    /// <summary>Adds a variable.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Its name inside the open name scope, and in checkpoints. A second variable of a name is refused.</param>
    /// <param name="initializer">What its first value is; null for <see cref="Initializers.GlorotUniform"/>, or zeros of dtypes that are not floating.</param>
    /// <param name="shape">Its shape, fully defined; null for a scalar, or the shape of an initializer that is a value.</param>
    /// <param name="dtype">Its element type; <see cref="DType.Float32"/> when nothing is said.</param>
    /// <param name="options">What else there is to say.</param>
    /// <returns>The variable.</returns>
    /// <exception cref="ArgumentException">There is a variable of this name; the shape is not fully defined, or not what the initializer gives.</exception>
    public static Variable Variable(
        this Graph graph, string name, Initializer? initializer = null, Shape? shape = null, DType? dtype = null, VariableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new VariableOptions();
        Initializer fill = initializer ?? (dtype is null or DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16 ? Initializers.GlorotUniform() : Initializers.Zeros);
        Shape full = shape ?? fill.GivenShape ?? Shape.Scalar;
        DType type = dtype ?? fill.GivenDType ?? DType.Float32;
        if (!full.IsFullyDefined) throw new ArgumentException($"Shape of a new variable ({name}) must be fully defined, but instead was {full}.", nameof(shape));
        string fullName = graph.CurrentNameScope + name;
        if (graph.TryGetOperation(fullName, out _)) throw new ArgumentException($"Variable {fullName} already exists, disallowed.", nameof(name));
        Variable variable = new VariableBuilder(graph, fullName, full, type, options).Build(fill);
        foreach (string collection in options.Collections ?? [GraphKeys.GlobalVariables]) graph.AddToCollection(collection, variable);
        if (options.Trainable) graph.AddToCollection(GraphKeys.TrainableVariables, variable);
        return variable;
    }

    /// <summary>The variables of a collection, in the order in which they joined it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="collection">The collection's name.</param>
    public static IReadOnlyList<Variable> Variables(this Graph graph, string collection = GraphKeys.GlobalVariables)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return [.. graph.GetCollection(collection).OfType<Variable>()];
    }

    /// <summary>An operation that gives all global variables their first values.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Its name.</param>
    public static Operation GlobalVariablesInitializer(this Graph graph, string name = "init") => graph.VariablesInitializer(graph.Variables(), name);

    /// <summary>An operation that gives some variables their first values.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="name">Its name.</param>
    public static Operation VariablesInitializer(this Graph graph, IReadOnlyList<Variable> variables, string name = "init")
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(variables);
        return graph.Group([.. variables.Select(variable => variable.Initializer).OfType<Operation>()], name);
    }
}

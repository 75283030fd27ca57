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
        NewVariable made = NewVariable.Of(graph, name, initializer, shape, dtype, options);
        return made.Add(made.Name, made.Shape, slice: null);
    }

    /// <summary>Adds a variable in parts. Its parts are variables of their own; checkpoints have it as one tensor, and it may have been cut otherwise there.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Its name inside the open name scope, and in checkpoints. A second variable of a name is refused.</param>
    /// <param name="partitioner">Says into how many parts it is cut: <see cref="Partitioners"/>.</param>
    /// <param name="initializer">What the first value of each part is; null as for <see cref="Variable"/>.</param>
    /// <param name="shape">The shape of the whole, fully defined, not a scalar; null for the shape of an initializer that is a value.</param>
    /// <param name="dtype">Its element type; <see cref="DType.Float32"/> when nothing is said.</param>
    /// <param name="options">What else there is to say.</param>
    /// <returns>The variable.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Variable"/>; or it can not be cut as the partitioner says.</exception>
    public static PartitionedVariable PartitionedVariable(
        this Graph graph, string name, Partitioner partitioner, Initializer? initializer = null, Shape? shape = null, DType? dtype = null, VariableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(partitioner);
        NewVariable made = NewVariable.Of(graph, name, initializer, shape, dtype, options);
        IReadOnlyList<PartitionedSlice> slices = PartitionedSlice.Cut(made.Name, made.Shape, partitioner(made.Shape, made.DType));
        return new PartitionedVariable([.. slices.Select((slice, i) => made.Add($"{made.Name}/part_{i}", Shape.Of(slice.Sizes), slice))]);
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

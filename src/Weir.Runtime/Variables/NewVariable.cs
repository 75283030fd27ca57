namespace Weir.Variables;

/// <summary>A variable that is to be added: what was said of it, and what follows where nothing was said.</summary>
internal sealed record NewVariable(Graph Graph, string Name, Initializer Initializer, Shape Shape, DType DType, VariableOptions Options)
{
    public static NewVariable Of(Graph graph, string name, Initializer? initializer, Shape? shape, DType? dtype, VariableOptions? options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Initializer fill = initializer ?? (dtype is null or DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16 ? Initializers.GlorotUniform() : Initializers.Zeros);
        Shape full = shape ?? fill.GivenShape ?? Shape.Scalar;
        if (!full.IsFullyDefined) throw new ArgumentException($"Shape of a new variable ({name}) must be fully defined, but instead was {full}.", nameof(shape));
        return new NewVariable(graph, graph.CurrentNameScope + name, fill, full, dtype ?? fill.GivenDType ?? DType.Float32, options ?? new VariableOptions());
    }

    /// <summary>Adds it, or a part of it.</summary>
    public Variable Add(string name, Shape shape, PartitionedSlice? slice)
    {
        if (Graph.TryGetOperation(name, out _)) throw new ArgumentException($"Variable {name} already exists, disallowed.", nameof(name));
        Variable variable = new VariableBuilder(Graph, name, shape, DType, Options, slice).Build(Initializer);
        foreach (string collection in Options.Collections ?? [GraphKeys.GlobalVariables]) Graph.AddToCollection(collection, variable);
        if (Options.Trainable) Graph.AddToCollection(GraphKeys.TrainableVariables, variable);
        return variable;
    }
}

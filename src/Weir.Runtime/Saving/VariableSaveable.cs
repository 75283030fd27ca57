using Weir.Ops;

namespace Weir.Saving;

/// <summary>A variable, or a part of a partitioned one.</summary>
internal sealed class VariableSaveable(string name, Variable variable) : Saveable(variable.Operation, name)
{
    public Variable Variable => variable;

    /// <summary>What is written is the reference itself, or the value as it is read.</summary>
    public override IReadOnlyList<SaveSpec> Specs { get; } =
        [new(name, variable.IsResource || variable.Slice is not null ? variable.Value : variable.Operation[0], variable.Slice?.Specification ?? "")];

    public override Operation Restore(IReadOnlyList<Output> values)
    {
        Graph graph = Operation.Graph;
        if (variable.IsResource) return graph.AddOperation("AssignVariableOp", [Operation[0], graph.Identity(values[0])], name: "AssignVariableOp");
        return graph.AddOperation("Assign", [Operation[0], values[0]], new Dictionary<string, object> { [Graphs.Colocation.Attribute] = Graphs.Colocation.With(Operation.Name) }, "Assign");
    }

    /// <summary>A stored tensor in the variable's shape.</summary>
    /// <exception cref="ArgumentException">The variable's shape is not known.</exception>
    public Output Reshaped(Output value)
    {
        Shape shape = variable.Shape;
        if (!shape.IsFullyDefined) throw new ArgumentException($"{variable.Name} has the shape {shape}: only variables of known shape are restored with Reshape.");
        return Reshape.Build(value, Operation.Graph.Constant(Tensor.From<int>([.. shape.Dimensions.ToArray().Select(size => checked((int)size))]), "Reshape/shape"));
    }
}

/// <summary>The same under other names in the checkpoint.</summary>
internal sealed class RenamedSaveable(Saveable inner, IReadOnlyDictionary<string, string> names) : Saveable(inner.Operation, inner.Name)
{
    public override IReadOnlyList<SaveSpec> Specs { get; } = [.. inner.Specs.Select(spec => spec with { Name = names[spec.Name] })];

    public override Operation Restore(IReadOnlyList<Output> values) => inner.Restore(values);
}

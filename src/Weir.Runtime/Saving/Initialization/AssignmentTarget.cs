namespace Weir;

/// <summary>What a tensor of a checkpoint initializes: a name, a scope that ends with a slash, a variable, or a variable in parts.</summary>
public sealed class AssignmentTarget
{
    private AssignmentTarget(string? name, IReadOnlyList<Variable> variables)
    {
        Name = name;
        Variables = variables;
    }

    internal string? Name { get; }

    /// <summary>One variable, or the parts of one; empty: a name is given.</summary>
    internal IReadOnlyList<Variable> Variables { get; }

    /// <summary>The variable of a name, or with a slash at the end all variables of a scope.</summary>
    /// <param name="name">The name or scope.</param>
    public static implicit operator AssignmentTarget(string name) => FromString(name);

    /// <summary>A variable.</summary>
    /// <param name="variable">The variable.</param>
    public static implicit operator AssignmentTarget(Variable variable) => FromVariable(variable);

    /// <summary>A variable in parts.</summary>
    /// <param name="variable">The variable.</param>
    public static implicit operator AssignmentTarget(PartitionedVariable variable) => FromPartitionedVariable(variable);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static AssignmentTarget FromString(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new AssignmentTarget(name, []);
    }

    /// <inheritdoc cref="op_Implicit(Variable)"/>
    public static AssignmentTarget FromVariable(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new AssignmentTarget(null, [variable]);
    }

    /// <inheritdoc cref="op_Implicit(PartitionedVariable)"/>
    public static AssignmentTarget FromPartitionedVariable(PartitionedVariable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new AssignmentTarget(null, variable.Parts);
    }

    internal static AssignmentTarget Of(IReadOnlyList<Variable> variables) => new(null, variables);
}

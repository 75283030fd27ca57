using Weir.Variables;

namespace Weir;

/// <summary>A variable in parts, each a <see cref="Variable"/> of its own; checkpoints have it as one tensor under its name.</summary>
/// <remarks>Made by <see cref="GraphVariables.PartitionedVariable"/>. Source: PartitionedVariable in variables.py (TensorFlow 2.15).</remarks>
public sealed class PartitionedVariable
{
    private Output? whole;

    /// <param name="parts">All parts of one whole, in their order.</param>
    internal PartitionedVariable(IReadOnlyList<Variable> parts) => Parts = parts;

    /// <summary>The name in checkpoints; the parts are called <c>NAME/part_0</c> and so on.</summary>
    public string Name => Slice.FullName;

    /// <summary>The shape of the whole.</summary>
    public Shape Shape => Slice.FullShape;

    /// <summary>The dimension that is cut.</summary>
    public int Axis => Slice.Axis;

    /// <summary>The parts in their order.</summary>
    public IReadOnlyList<Variable> Parts { get; }

    /// <summary>The element type.</summary>
    public DType DType => Parts[0].DType;

    private PartitionedSlice Slice => Parts[0].Slice!;

    /// <summary>The value of the whole: the parts put together.</summary>
    public Output Value
    {
        get
        {
            if (whole is { } known) return known;
            if (Parts.Count == 1) return (whole = Parts[0].Value).Value;
            Graph graph = Parts[0].Graph;
            string name = graph.ReserveName(Name + "/ConcatPartitions/concat");
            Output axis = graph.Constant(Tensor.Scalar(Axis), name + "/axis/");
            return (whole = graph.AddOperation("ConcatV2", [.. Parts.Select(part => part.Value), axis], name: name + "/")[0]).Value;
        }
    }

    /// <summary>The value of the whole.</summary>
    /// <param name="variable">The variable.</param>
    public static implicit operator Output(PartitionedVariable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable.Value;
    }

    /// <summary>Adds an operation that gives all parts a value when it runs.</summary>
    /// <param name="value">The whole's value, of its dtype and shape.</param>
    /// <param name="name">The name; null for <c>Assign</c>.</param>
    public Operation Assign(Output value, string? name = null)
    {
        Graph graph = Parts[0].Graph;
        Output sizes = graph.Constant(Tensor.From<long>([.. Parts.Select(part => part.Slice!.Sizes[Axis])]));
        Operation split = graph.AddOperation("SplitV", [value, sizes, graph.Constant(Tensor.Scalar(Axis))], new Dictionary<string, object> { ["num_split"] = (long)Parts.Count });
        return graph.Group([.. Parts.Select((part, i) => part.Assign(split[i]))], name ?? "Assign");
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

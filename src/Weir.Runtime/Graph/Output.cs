namespace Weir;

/// <summary>One output of an operation: an edge that others take as input, a feed or a fetch.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Index">The position among its outputs, from 0.</param>
public readonly record struct Output(Operation Operation, int Index)
{
    /// <summary>The name as TensorFlow writes it: <c>x:0</c>.</summary>
    public string Name => $"{Operation.Name}:{Index}";

    /// <summary>The element type; a reference twin for the output of a TensorFlow 1 variable.</summary>
    public DType DType => Operation.OutputTypes[Index];

    /// <summary>What is known of the shape. A hint: a run may feed or compute another.</summary>
    public Shape Shape => Operation.OutputShapes[Index];

    /// <summary>The name, <c>x:0</c>.</summary>
    public override string ToString() => Name;
}

using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>
/// Input 0 of the ops on variables: the cell of a reference variable, or the handle of a resource variable. The two families have twins
/// that differ in nothing but how an uninitialized variable is reported, and that those on references hand the cell on.
/// </summary>
internal static class VariableInput
{
    public static bool IsReference(OpDefinition definition) => definition.Inputs[0].IsReference;

    /// <summary>Begins a change of the variable's value, which must be there and be of a dtype.</summary>
    /// <exception cref="TfException">It has none: FAILED_PRECONDITION for references, NOT_FOUND for resources.</exception>
    public static VariableUpdate Update(StepContext s, bool isReference, DType dtype)
    {
        VariableCell variable = s.Resource<VariableCell>(0);
        VariableUpdate update = variable.BeginUpdate();
        if (update.Current is { } value && value.DType == dtype) return update;
        bool isThere = update.Current is not null;
        update.Dispose();
        throw isThere ? WrongType(variable, dtype) : Uninitialized(variable, isReference);
    }

    /// <summary>The value behind a handle, with a reference for the caller.</summary>
    /// <exception cref="TfException">NOT_FOUND: it has none.</exception>
    public static Tensor Read(StepContext s)
    {
        VariableCell variable = s.Resource<VariableCell>(0);
        (Tensor? value, long version) = variable.ReadVersioned();
        s.DependsOn(variable, version);
        return value ?? throw Uninitialized(variable, isReference: false);
    }

    /// <summary>The value behind a handle, which must be of a dtype.</summary>
    /// <exception cref="TfException">NOT_FOUND: it has none. INVALID_ARGUMENT: it is of another dtype.</exception>
    public static Tensor Read(StepContext s, DType dtype) => OfType(Read(s), dtype);

    /// <summary>A variable's value, if it is of a dtype; otherwise the reference to it is given up.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is of another dtype.</exception>
    public static Tensor OfType(Tensor value, DType dtype)
    {
        if (value.DType == dtype) return value;
        using (value) throw new TfException(StatusCode.InvalidArgument, $"Trying to read variable with wrong dtype. Expected {dtype.TfName()} got {value.DType.TfName()}");
    }

    /// <summary>Hands the cell of a reference variable on; a handle is not.</summary>
    public static void HandOn(StepContext s, bool isReference)
    {
        if (isReference) s.Forward(0, 0);
    }

    /// <summary>What is known of the variable's shape: that of the reference, or what the handle's own attributes say where it is at hand.</summary>
    public static Shape ShapeOf(ShapeContext c)
    {
        Output source = c.Operation.InputEdges[0];
        if (source.DType.IsReference()) return source.Shape;
        return source.Operation.Definition.Outputs is [{ Type: DType.Resource }] && source.Operation.Attributes.Find("shape") is Shape shape ? shape : Shape.Unknown;
    }

    public static TfException Uninitialized(VariableCell variable, bool isReference) => isReference
        ? new TfException(StatusCode.FailedPrecondition, $"Attempting to use uninitialized value {variable.Name}")
        : new TfException(StatusCode.NotFound,
            $"Resource {(variable.Container.Length == 0 ? "localhost" : variable.Container)}/{variable.Name} does not exist. Initialize the variable or restore a checkpoint first.");

    private static TfException WrongType(VariableCell variable, DType dtype) => new(StatusCode.InvalidArgument,
        $"Trying to update variable '{variable.Name}' with wrong dtype. Expected {variable.DType.TfName()} got {dtype.TfName()}");
}

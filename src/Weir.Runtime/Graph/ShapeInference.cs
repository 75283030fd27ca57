using Weir.Ops;

namespace Weir.Graphs;

/// <summary>Finds what is known of an operation's outputs. Its inputs come first: nothing is looked up twice, and nothing recurses.</summary>
internal static class ShapeInference
{
    /// <exception cref="TfException">INVALID_ARGUMENT: the op can not use inputs of these shapes.</exception>
    public static void Infer(Operation operation)
    {
        if (OpTable.Find(operation.Type) is not { } op) return;
        ShapeContext context = new(operation);
        op.InferShapes(context);
        if (operation.OutputTypes is not [DType.Int32 or DType.Int64, ..]) return;
        operation.Integers = op.FoldIntegers(context) is { Length: <= ShapeContext.MaxConstant } known ? known : null;
    }
}

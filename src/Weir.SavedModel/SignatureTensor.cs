namespace Weir;

/// <summary>One input or output of a signature.</summary>
/// <param name="Key">The name that callers use.</param>
/// <param name="TensorName">The tensor in the graph, <c>x:0</c>.</param>
/// <param name="DType">The element type that the signature declares.</param>
/// <param name="Shape">The shape that the signature declares: a promise of the model's author, not checked.</param>
public sealed record SignatureTensor(string Key, string TensorName, DType DType, Shape Shape);

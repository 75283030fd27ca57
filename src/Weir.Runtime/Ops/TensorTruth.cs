namespace Weir.Ops;

/// <summary>What counts as true where a tensor decides: a number that is not 0, a string that is not empty; of any other shape, having elements.</summary>
/// <remarks>Source: functional_ops.cc, ToBool.</remarks>
internal static class TensorTruth
{
    public static bool Of(Tensor tensor)
    {
        if (tensor.Shape.Rank > 0) return tensor.ElementCount > 0;
        if (tensor.DType == DType.Bool) return tensor.Elements<bool>()[0];
        if (tensor.DType == DType.String) return tensor.Strings[0].Length > 0;
        return tensor.DType switch
        {
            DType.Float32 => tensor.Elements<float>()[0] != 0,
            DType.Float64 => tensor.Elements<double>()[0] != 0,
            DType.Int32 => tensor.Elements<int>()[0] != 0,
            DType.UInt8 => tensor.Elements<byte>()[0] != 0,
            DType.Int16 => tensor.Elements<short>()[0] != 0,
            DType.Int8 => tensor.Elements<sbyte>()[0] != 0,
            DType.Int64 => tensor.Elements<long>()[0] != 0,
            _ => throw new TfException(StatusCode.InvalidArgument, $"DType {tensor.DType.TfName()} cannot be converted to bool"),
        };
    }
}

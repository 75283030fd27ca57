namespace Weir.Checkpoints;

/// <summary>What numpy and TensorFlow's Python call dtypes, and show of their elements.</summary>
internal static class NumpyNames
{
    public static string Of(DType dtype) => dtype switch
    {
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.Float16 => "float16",
        _ => dtype.TfName(),
    };

    /// <summary>The same elements as plain integers, which is how TensorFlow's reader gives quantized ones. Takes the tensor over.</summary>
    public static unsafe Tensor Unquantized(this Tensor tensor)
    {
        DType plain = tensor.DType switch
        {
            DType.QInt8 => DType.Int8,
            DType.QUInt8 => DType.UInt8,
            DType.QInt16 => DType.Int16,
            DType.QUInt16 => DType.UInt16,
            DType.QInt32 => DType.Int32,
            _ => tensor.DType,
        };
        if (plain == tensor.DType) return tensor;
        byte* data = tensor.Data;
        return new Tensor(plain, tensor.Shape, tensor.Unbind()!, data);
    }
}

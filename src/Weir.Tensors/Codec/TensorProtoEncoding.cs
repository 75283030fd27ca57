namespace Weir;

/// <summary>Where a <see cref="Protos.TensorProto"/> holds its elements.</summary>
public enum TensorProtoEncoding
{
    /// <summary>In the typed field of the dtype, <c>float_val</c> and its like: what TensorFlow Serving answers with.</summary>
    TypedFields = 0,

    /// <summary>In <c>tensor_content</c>, as raw little-endian bytes: smaller and faster.</summary>
    TensorContent = 1,
}

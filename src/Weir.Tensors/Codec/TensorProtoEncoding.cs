namespace Weir;

/// <summary>Where a <see cref="Protos.TensorProto"/> holds its elements.</summary>
public enum TensorProtoEncoding
{
    /// <summary>In the typed field of the dtype, <c>float_val</c> and its like: what TensorFlow Serving answers with.</summary>
    TypedFields = 0,

    /// <summary>In <c>tensor_content</c>, as raw little-endian bytes: smaller and faster.</summary>
    TensorContent = 1,

    /// <summary>As Python's <c>tf.make_tensor_proto</c> chooses, for graphs and requests: a typed field for strings, for one element, and for
    /// bools, uint16 and complex numbers; else <c>tensor_content</c>.</summary>
    MakeTensorProto = 2,
}

namespace Weir.Checkpoints;

/// <summary>The tensors of a checkpoint, whatever its format. Safe for concurrent use.</summary>
internal interface ITensorSource : IDisposable
{
    string Prefix { get; }

    /// <summary>All tensors in the byte order of their names.</summary>
    IReadOnlyList<CheckpointEntry> List();

    /// <summary>A line for each tensor, as TensorFlow writes them; null bytes and all.</summary>
    byte[] DebugString();

    bool Contains(byte[] key);

    /// <exception cref="TfException">NOT_FOUND: no such tensor.</exception>
    (DType DType, Shape Shape) Describe(byte[] key);

    /// <summary>A tensor, or the part that a specification that is not empty names.</summary>
    Tensor Read(byte[] key, string shapeAndSlice);

    /// <summary>A tensor for each name, in the order of the names.</summary>
    Tensor[] ReadAll(ReadOnlySpan<byte[]> names, ReadOnlySpan<byte[]> slices, ReadOnlySpan<DType> dtypes);
}

namespace Weir;

/// <summary>What a checkpoint says of one tensor; its values stay in the file.</summary>
public sealed class CheckpointEntry
{
    internal CheckpointEntry(string name, DType dtype, Shape shape)
    {
        Name = name;
        DType = dtype;
        Shape = shape;
    }

    /// <summary>The name; bytes that are not UTF-8 are shown as U+FFFD.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The shape, fully defined; of a partitioned tensor that of the whole.</summary>
    public Shape Shape { get; }

    /// <summary>Name, dtype and shape.</summary>
    public override string ToString() => $"{Name} ({DType.TfName()}) {Shape}";
}

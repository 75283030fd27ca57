namespace Weir;

/// <summary>How TFRecord files are read. Immutable.</summary>
public sealed record TfRecordOptions
{
    /// <summary>The defaults.</summary>
    public static TfRecordOptions Default { get; } = new();

    /// <summary>How the file is compressed. Default: not at all.</summary>
    public TfRecordCompression Compression { get; init; }

    /// <summary>The longest record that is read, in bytes. Default, and the most that an array can hold: 2 GiB - 1 KiB.</summary>
    public int MaxRecordBytes { get; init; } = int.MaxValue - 1024;
}

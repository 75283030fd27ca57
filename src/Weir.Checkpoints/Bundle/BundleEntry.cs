using Google.Protobuf;
using Google.Protobuf.Collections;
using Weir.Protos;

namespace Weir.Bundles;

/// <summary>What the index says of one tensor or slice. The shape is valid; the rest is as stored.</summary>
internal sealed class BundleEntry
{
    private BundleEntry(BundleEntryProto proto, Shape shape)
    {
        DType = (DType)(int)proto.Dtype;
        Shape = shape;
        Shard = proto.ShardId;
        Offset = proto.Offset;
        Size = proto.Size;
        Checksum = Crc32C.Unmask(proto.Crc32C);
        Slices = proto.Slices;
    }

    /// <summary>The dtype as stored: possibly none that there is.</summary>
    public DType DType { get; }

    public Shape Shape { get; }

    /// <summary>The number of the data file.</summary>
    public int Shard { get; }

    /// <summary>Where the tensor begins in its data file, in bytes.</summary>
    public long Offset { get; }

    /// <summary>The bytes in the data file; nobody checks it for strings.</summary>
    public long Size { get; }

    /// <summary>The unmasked checksum of the bytes in the data file.</summary>
    public uint Checksum { get; }

    /// <summary>For a partitioned tensor: its slices, each under its own key.</summary>
    public RepeatedField<TensorSliceProto> Slices { get; }

    /// <summary>Reads an entry.</summary>
    /// <param name="path">The index file, for messages.</param>
    /// <param name="key">The entry's key, for messages.</param>
    /// <param name="value">The entry.</param>
    /// <exception cref="TfException">DATA_LOSS: it can not be parsed, or its shape is none.</exception>
    public static BundleEntry Parse(string path, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        BundleEntryProto proto = ParseProto(path, key, value);
        return new BundleEntry(proto, ShapeOf(path, key, proto.Shape));
    }

    /// <summary>Reads an entry as it is stored, its shape not looked at.</summary>
    /// <exception cref="TfException">DATA_LOSS: it can not be parsed.</exception>
    public static BundleEntryProto ParseProto(string path, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        try
        {
            return BundleEntryProto.Parser.ParseFrom(value);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.DataLoss, $"Entry for key {KeyText.Show(key)} not parseable in {path}: {e.Message}", e);
        }
    }

    private static Shape ShapeOf(string path, ReadOnlySpan<byte> key, TensorShapeProto? proto)
    {
        if (proto is null) return Shape.Scalar;
        long[] sizes = new long[proto.Dim.Count];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = proto.Dim[i].Size;
        if (sizes.Length <= Shape.MaxRank && Shape.CountOrOverflow(sizes) >= 0) return Shape.Of(sizes);
        string shown = string.Join(',', sizes.Take(16)) + (sizes.Length > 16 ? $",... ({sizes.Length} dimensions)" : "");
        throw new TfException(StatusCode.DataLoss, $"Invalid tensor shape: {KeyText.Show(key)} [{shown}] in {path}: "
            + $"expected at most {Shape.MaxRank} sizes of 0 or more whose product is below 2^63.");
    }
}

using Google.Protobuf;
using Weir.Protos;
using Weir.Tables;

namespace Weir.Bundles;

/// <summary>Writes the index of a bundle, whole and on the disk when it returns.</summary>
internal static class BundleIndexWriter
{
    /// <summary>The version of the format: <c>kTensorBundleVersion</c>.</summary>
    private const int Version = 1;

    public static void Write(IWritableFileSystem files, string path, int shardCount, SortedDictionary<byte[], BundleEntryProto> entries)
    {
        using IModelFileWriter file = files.Create(path);
        TableBuilder table = new(file);
        table.Add([], new BundleHeaderProto { NumShards = shardCount, Version = new VersionDef { Producer = Version } }.ToByteArray());
        foreach ((byte[] key, BundleEntryProto entry) in entries) table.Add(key, entry.ToByteArray());
        table.Finish();
        file.FlushToDisk();
    }
}

/// <summary>Keys in the order of their bytes.</summary>
internal sealed class KeyOrder : IComparer<byte[]>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}

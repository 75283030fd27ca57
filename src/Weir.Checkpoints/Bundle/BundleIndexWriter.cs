using Google.Protobuf;
using Weir.Protos;
using Weir.Tables;

namespace Weir.Bundles;

/// <summary>Writes the index of a bundle.</summary>
internal static class BundleIndexWriter
{
    /// <summary>The version of the format: <c>kTensorBundleVersion</c>.</summary>
    private const int Version = 1;

    /// <returns>The file, whole and on the disk. It is kept open, so that nobody takes it for abandoned, until it has its name; the caller disposes it.</returns>
    public static IModelFileWriter Write(IWritableFileSystem files, string path, int shardCount, SortedDictionary<byte[], BundleEntryProto> entries)
    {
        IModelFileWriter file = files.Create(path);
        try
        {
            Write(new TableBuilder(file), shardCount, entries);
            file.FlushToDisk();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Write(TableBuilder table, int shardCount, SortedDictionary<byte[], BundleEntryProto> entries)
    {
        table.Add([], new BundleHeaderProto { NumShards = shardCount, Version = new VersionDef { Producer = Version } }.ToByteArray());
        foreach ((byte[] key, BundleEntryProto entry) in entries) table.Add(key, entry.ToByteArray());
        table.Finish();
    }
}

/// <summary>Keys in the order of their bytes.</summary>
internal sealed class KeyOrder : IComparer<byte[]>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}

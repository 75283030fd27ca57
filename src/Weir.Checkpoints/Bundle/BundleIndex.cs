using Google.Protobuf;
using Weir.Protos;
using Weir.Tables;

namespace Weir.Bundles;

/// <summary>The index of a bundle: a table whose first entry, under the empty key, is the header. Safe for concurrent use.</summary>
internal sealed class BundleIndex
{
    /// <summary>The version of the format that this reader knows: <c>kTensorBundleVersion</c>.</summary>
    private const int Version = 1;

    private readonly SortedTable table;

    private BundleIndex(SortedTable table)
    {
        this.table = table;
        BundleHeaderProto header = ReadHeader(table);
        CheckVersion(table.Path, header.Version);
        ShardCount = header.NumShards;
        IsBigEndian = header.Endianness == BundleHeaderProto.Types.Endianness.Big;
    }

    public string Path => table.Path;

    /// <summary>The number of data files, as the header says; part of their names.</summary>
    public int ShardCount { get; }

    /// <summary>Whether the numbers in the data files are big-endian.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Opens an index.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="bytes">The whole file; not copied.</param>
    /// <exception cref="TfException">The index is damaged, or too new for this reader (INVALID_ARGUMENT).</exception>
    public static BundleIndex Open(string path, byte[] bytes) => new(SortedTable.Open(path, bytes));

    public bool Contains(ReadOnlySpan<byte> key) => table.TryGet(key, out _);

    /// <summary>The entry of a key; null where there is none.</summary>
    /// <exception cref="TfException">The entry or the block it is in is damaged.</exception>
    public BundleEntry? Find(ReadOnlySpan<byte> key) =>
        key.Length > 0 && table.TryGet(key, out ReadOnlySpan<byte> value) ? BundleEntry.Parse(table.Path, key, value) : null;

    /// <summary>All entries in the order of their keys, header and slices included.</summary>
    public TableScan Scan() => table.Scan();

    private static BundleHeaderProto ReadHeader(SortedTable table)
    {
        if (!table.TrySeek([], out BlockCursor cursor))
        {
            throw new TfException(StatusCode.Internal, $"Unable to read file ({table.Path}): failed to seek to header entry: the table is empty.");
        }

        if (cursor.Key.Length > 0)
        {
            throw new TfException(StatusCode.DataLoss,
                $"Unable to read file ({table.Path}): no header entry: the first key is {KeyText.Show(cursor.Key)}, expected an empty one.");
        }

        try
        {
            return BundleHeaderProto.Parser.ParseFrom(cursor.Value);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.DataLoss, $"Unable to read file ({table.Path}): unable to parse header: {e.Message}", e);
        }
    }

    private static void CheckVersion(string path, VersionDef? version)
    {
        if (version is null) return;
        if (version.MinConsumer > Version)
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Checkpoint min consumer version {version.MinConsumer} above current version {Version}: {path} needs a newer reader.");
        }

        if (version.BadConsumers.Contains(Version))
        {
            throw new TfException(StatusCode.InvalidArgument, $"Checkpoint disallows consumer version {Version}: {path} needs another reader.");
        }
    }
}

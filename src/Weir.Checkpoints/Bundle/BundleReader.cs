using System.Text;
using Weir.Checkpoints;
using Weir.Tables;

namespace Weir.Bundles;

/// <summary>Reads the tensors of a bundle: whole ones, strings, and parts of partitioned ones. Safe for concurrent use.</summary>
/// <remarks>Source: TensorFlow's <c>tensor_bundle.cc</c>; codes and messages are its own, with file and offset added.</remarks>
internal sealed unsafe class BundleReader : ITensorSource
{
    private const long MaxListedKeyBytes = 256 << 20;

    private readonly ShardFiles shards;
    private readonly ModelLimits limits;
    private readonly RestoreMode mode;

    public BundleReader(IModelFileSystem files, string prefix, ModelLimits limits, RestoreMode mode = RestoreMode.Read)
    {
        Prefix = prefix;
        this.limits = limits;
        this.mode = mode;
        string path = BundleFiles.Index(prefix);
        Index = BundleIndex.Open(path, files.ReadAllBytes(path, limits.MaxModelFileBytes));
        shards = new ShardFiles(files, prefix, Index.ShardCount, mode != RestoreMode.Read);
    }

    public string Prefix { get; }

    public BundleIndex Index { get; }

    /// <summary>Whether tensors take time to read: not if they are views that nobody verifies.</summary>
    public bool ReadsBytes => mode != RestoreMode.Map;

    /// <summary>The entry of a tensor.</summary>
    /// <exception cref="TfException">NOT_FOUND: there is no such tensor.</exception>
    public BundleEntry Find(ReadOnlySpan<byte> key) => Index.Find(key) ?? throw NotFound(key);

    /// <summary>Reads a whole tensor.</summary>
    public Tensor Read(ReadOnlySpan<byte> key, BundleEntry entry) =>
        entry.Slices.Count == 0 ? ReadStored(KeyText.Show(key), entry) : ReadPart(key, entry, TensorSlice.Full(entry.Shape.Rank));

    /// <summary>Reads what a shape_and_slice specification asks for; an empty one is the whole tensor.</summary>
    public Tensor Read(ReadOnlySpan<byte> key, BundleEntry entry, string shapeAndSlice)
    {
        if (shapeAndSlice.Length == 0) return Read(key, entry);
        SliceSpec spec = SliceSpec.Parse(shapeAndSlice);
        if (spec.FullShape.Equals(entry.Shape)) return ReadPart(key, entry, spec.Slice);
        throw new TfException(StatusCode.InvalidArgument, $"tensor_name = {KeyText.Show(key)}; shape in shape_and_slice spec {spec.FullShape} "
            + $"does not match the shape stored in checkpoint: {entry.Shape}");
    }

    public IReadOnlyList<CheckpointEntry> List()
    {
        List<CheckpointEntry> list = [];
        byte[] last = [];
        long keyBytes = 0;
        for (TableScan scan = Index.Scan(); scan.MoveNext();)
        {
            // The header has an empty key; those of slices begin with a zero.
            if (scan.Key.Length == 0 || scan.Key[0] == 0) continue;
            keyBytes += scan.Key.Length;
            if (keyBytes > MaxListedKeyBytes) throw TooManyNames();

            if (scan.Key.SequenceEqual(last)) continue; // A key that stands there twice is found where it stands first.
            last = scan.Key.ToArray();
            BundleEntry entry = BundleEntry.Parse(Index.Path, scan.Key, scan.Value);
            list.Add(new CheckpointEntry(Encoding.UTF8.GetString(last), KnownDType(scan.Key, entry), entry.Shape));
        }

        return list;
    }

    /// <summary>Slices are listed under their own keys, and not the tensor that they make up.</summary>
    public byte[] DebugString()
    {
        using MemoryStream lines = new();
        for (TableScan scan = Index.Scan(); scan.MoveNext();)
        {
            if (scan.Key.Length == 0) continue;
            if (lines.Length + scan.Key.Length > MaxListedKeyBytes) throw TooManyNames();
            BundleEntry entry = BundleEntry.Parse(Index.Path, scan.Key, scan.Value);
            if (entry.Slices.Count > 0) continue;
            lines.Write(scan.Key);
            lines.Write(Encoding.UTF8.GetBytes($" ({entry.DType.ProtoName()}) {entry.Shape}\n"));
        }

        return lines.ToArray();
    }

    public bool Contains(byte[] key) => Index.Contains(key);

    public (DType DType, Shape Shape) Describe(byte[] key)
    {
        BundleEntry entry = Find(key);
        return (KnownDType(key, entry), entry.Shape);
    }

    public Tensor Read(byte[] key, string shapeAndSlice) => Read(key, Find(key), shapeAndSlice);

    public Tensor[] ReadAll(ReadOnlySpan<byte[]> names, ReadOnlySpan<byte[]> slices, ReadOnlySpan<DType> dtypes) => BatchRead.Run(this, names, slices, dtypes);

    public void Dispose() => shards.Dispose();

    private TfException TooManyNames() => new(StatusCode.ResourceExhausted, $"The names in {Index.Path} take more than {MaxListedKeyBytes} bytes.");

    private DType KnownDType(ReadOnlySpan<byte> key, BundleEntry entry) => DTypes.IsKnown(entry.DType)
        ? entry.DType
        : throw new TfException(StatusCode.DataLoss,
            $"Key {KeyText.Show(key)} in {Index.Path} has the dtype {entry.DType.TfName()}, which no tensor file can hold.");

    private Tensor ReadPart(ReadOnlySpan<byte> key, BundleEntry entry, TensorSlice wanted)
    {
        string name = KeyText.Show(key);
        SliceBox box = wanted.Resolve(entry.Shape);
        RequireReadable(name, entry.DType);
        if (entry.DType == DType.Variant) throw new TfException(StatusCode.Unimplemented, $"Key {name} in {Index.Path} holds variants: parts of them can not be restored.");
        List<StoredPart> parts = [];
        foreach (StoredSlice slice in SliceSet.Of(entry).Cover(name, wanted, box)) parts.Add(FindPart(key, entry, slice));
        return new PartitionedRead(this, entry.DType, box, parts).Run();
    }

    /// <summary>The entry under which a slice is stored, checked against what the tensor says of it.</summary>
    private StoredPart FindPart(ReadOnlySpan<byte> key, BundleEntry whole, StoredSlice slice)
    {
        string name = $"{KeyText.Show(key)} slice {slice.Slice}";
        if (slice.Slice.IsFull) return new StoredPart(KeyText.Show(key), whole, slice.Box);
        BundleEntry part = Index.Find(OrderedCode.SliceKey(key, slice.Slice))
            ?? throw new TfException(StatusCode.NotFound, $"Key {name} not found in checkpoint {Prefix}");
        if (part.DType != whole.DType || !part.Shape.Equals(slice.Box.Shape))
        {
            throw new TfException(StatusCode.DataLoss, $"Key {name} in {Index.Path}: expected {whole.DType.TfName()} of shape {slice.Box.Shape}, "
                + $"found {part.DType.TfName()} of shape {part.Shape}.");
        }

        return new StoredPart(name, part, slice.Box);
    }

    /// <summary>Reads what one entry stores.</summary>
    internal Tensor ReadStored(string name, BundleEntry entry)
    {
        RequireReadable(name, entry.DType);
        if (entry.DType == DType.String)
        {
            DataExtent lengths = StringExtent(name, entry);
            Tensor strings = Allocate(DType.String, entry.Shape);
            RequireChecksum(name, entry, lengths, new StringBlock(lengths, Index.IsBigEndian, name).Read(strings.Strings));
            return strings;
        }

        if (entry.DType == DType.Variant)
        {
            DataExtent rest = StringExtent(name, entry);
            object[] values = new object[entry.Shape.ElementCount];
            RequireChecksum(name, entry, rest, VariantBlock.Read(rest, name, values));
            return new Tensor(DType.Variant, entry.Shape, new Buffers.ManagedBuffer<object>(values), null);
        }

        DataExtent extent = PlainExtent(name, entry);
        if (TryView(name, entry, extent) is { } view) return view;
        Tensor tensor = Allocate(entry.DType, entry.Shape);
        try
        {
            ReadPlain(name, entry, extent, tensor.Data);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>The elements where they lie in a mapped file; null where they have to be read.</summary>
    private Tensor? TryView(string name, BundleEntry entry, DataExtent extent)
    {
        if (Index.IsBigEndian || extent.TryView(entry.DType.ElementSize()) is not { } mapping) return null;
        Tensor tensor = new(entry.DType, entry.Shape, mapping, mapping.Pointer + extent.Offset);
        try
        {
            if (mode == RestoreMode.MapVerified) RequireChecksum(name, entry, extent, extent.ChecksumOf(mapping));
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>An empty tensor for a part of a partitioned one.</summary>
    internal Tensor Allocate(DType dtype, Shape shape) => Tensor.Allocate(dtype, shape, limits.MaxTensorBytes);

    /// <summary>Where the elements of an entry lie, once every number about them fits.</summary>
    internal DataExtent ExtentOf(string name, BundleEntry entry) =>
        entry.DType is DType.String or DType.Variant ? StringExtent(name, entry) : PlainExtent(name, entry);

    private DataExtent PlainExtent(string name, BundleEntry entry)
    {
        long expected = Tensor.CheckedByteCount(entry.DType, entry.Shape, entry.DType.ElementSize(), limits.MaxTensorBytes);
        if (entry.Size == expected) return DataExtent.Of(shards, entry, expected, name);
        throw new TfException(StatusCode.DataLoss, $"Invalid size in bundle entry: key {name}; stored size {entry.Size}; "
            + $"expected size {expected} ({entry.DType.TfName()} of shape {entry.Shape} in {Index.Path})");
    }

    /// <summary>The rest of the file: an entry's own size is not to be trusted, but every string takes a byte of length at least.</summary>
    private DataExtent StringExtent(string name, BundleEntry entry)
    {
        long count = entry.Shape.ElementCount;
        if (count > Math.Min(limits.MaxTensorBytes / sizeof(long), Array.MaxLength))
        {
            throw new TfException(StatusCode.ResourceExhausted, $"Key {name}: a string tensor of shape {entry.Shape} is above the limit.");
        }

        DataExtent first = DataExtent.Of(shards, entry, count, name);
        return first with { Length = first.File.Length - first.Offset };
    }

    /// <summary>Reads the elements of an entry to their place.</summary>
    internal void ReadPlain(string name, BundleEntry entry, DataExtent extent, byte* target)
    {
        RequireChecksum(name, entry, extent, extent.ReadTo(target));
        if (Index.IsBigEndian) ByteOrder.Swap(entry.DType, target, extent.Length);
    }

    private void RequireChecksum(string name, BundleEntry entry, DataExtent extent, uint found)
    {
        if (found == entry.Checksum) return;
        throw new TfException(StatusCode.DataLoss, $"TensorBundle at {Prefix} shard {entry.Shard} ({entry.Size} bytes): Checksum does not match: "
            + $"stored {entry.Checksum:D8} vs. calculated on the restored bytes {found} (key {name}, {extent.File.Path}, offset {extent.Offset})");
    }

    private void RequireReadable(string name, DType dtype)
    {
        if (dtype.IsPlain() && DTypes.IsKnown(dtype)) return;
        if (dtype is DType.String or DType.Variant) return;

        throw new TfException(StatusCode.DataLoss, $"Key {name} in {Index.Path} has the dtype {dtype.TfName()}, which no tensor file can hold.");
    }

    private TfException NotFound(ReadOnlySpan<byte> key)
    {
        NearNames near = new(key.ToArray());
        try
        {
            for (TableScan scan = Index.Scan(); scan.MoveNext() && near.Consider(scan.Key);)
            {
            }
        }
        catch (TfException)
        {
            // Damage elsewhere in the index is not what this error is about.
        }

        return new TfException(StatusCode.NotFound, $"Key {KeyText.Show(key)} not found in checkpoint {Prefix}{near.Hint}");
    }
}

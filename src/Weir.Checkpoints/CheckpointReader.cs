using System.Text;
using Weir.Bundles;
using Weir.Tables;

namespace Weir;

/// <summary>Reads tensors from a checkpoint, without a graph.</summary>
/// <remarks>
/// A checkpoint is a file <c>PREFIX.index</c> and one or more files <c>PREFIX.data-00000-of-00001</c>. Opening reads the index, once;
/// data files are opened when a tensor is first read from them, and stay open until <see cref="Dispose"/>. Every number in the files
/// is checked before it is used and every checksum is verified. Safe for use by several threads at once.
/// Codes are those of TensorFlow's kernels (<c>tensor_bundle.cc</c>, <c>save_restore_tensor.cc</c>).
/// </remarks>
public sealed class CheckpointReader : IDisposable
{
    private const long MaxListedKeyBytes = 256 << 20;

    private readonly BundleReader bundle;
    private readonly Lazy<IReadOnlyList<CheckpointEntry>> entries;

    private CheckpointReader(BundleReader bundle)
    {
        this.bundle = bundle;
        entries = new(() => List(bundle.Index));
    }

    /// <summary>The prefix that the checkpoint was opened with.</summary>
    public string Prefix => bundle.Prefix;

    /// <summary>All tensors, in the byte order of their names. A partitioned tensor is one entry; its slices are not listed.</summary>
    /// <exception cref="TfException">DATA_LOSS: an entry is damaged. RESOURCE_EXHAUSTED: the names take more than 256 MiB.</exception>
    public IReadOnlyList<CheckpointEntry> Entries => entries.Value;

    /// <summary>Opens a checkpoint among the machine's files.</summary>
    /// <param name="prefix">The path without <c>.index</c>.</param>
    /// <exception cref="TfException">As for <see cref="Open(IModelFileSystem, string, ModelLimits?)"/>.</exception>
    public static CheckpointReader Open(string prefix) => Open(LocalFileSystem.Unrestricted, prefix, null);

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="files">Where it lies; must live as long as the reader.</param>
    /// <param name="prefix">The path without <c>.index</c>.</param>
    /// <param name="limits">The largest index and the largest tensor; null for the defaults.</param>
    /// <exception cref="TfException">
    /// NOT_FOUND: no such index. DATA_LOSS, OUT_OF_RANGE, INTERNAL or INVALID_ARGUMENT: the index is damaged, or (the last) too new.
    /// RESOURCE_EXHAUSTED: it is above the limit.
    /// </exception>
    public static CheckpointReader Open(IModelFileSystem files, string prefix, ModelLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(prefix);
        return new CheckpointReader(new BundleReader(files, prefix, limits ?? ModelLimits.Default));
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="name">The tensor's name.</param>
    public bool Contains(string name) => Key(name) is { Length: > 0 } key && bundle.Index.Contains(key);

    /// <summary>The element type of a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="TfException">NOT_FOUND: no such tensor; the message has names near it. DATA_LOSS: its entry is damaged.</exception>
    public DType GetDType(string name)
    {
        byte[] key = Key(name);
        return KnownDType(bundle.Index.Path, key, bundle.Find(key));
    }

    /// <summary>The shape of a tensor; of a partitioned one that of the whole.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="TfException">NOT_FOUND: no such tensor; the message has names near it. DATA_LOSS: its entry is damaged.</exception>
    public Shape GetShape(string name) => bundle.Find(Key(name)).Shape;

    /// <summary>Reads a whole tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>A tensor of its own; the caller disposes it.</returns>
    /// <exception cref="TfException">
    /// NOT_FOUND: no such tensor (the message has names near it), slice or data file. DATA_LOSS or OUT_OF_RANGE: damaged or cut off.
    /// RESOURCE_EXHAUSTED: above the limit. UNIMPLEMENTED: a variant.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public Tensor Read(string name) => Read(name, "");

    /// <summary>Reads a part of a tensor, whether it is stored whole or in slices.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="shapeAndSlice">
    /// The sizes of the whole tensor, then start and length (or <c>-</c> for all) of each dimension: <c>4 5 0,2:-</c> is the first two
    /// rows of a tensor of shape [4,5]. Empty for the whole tensor.
    /// </param>
    /// <returns>A tensor of its own; the caller disposes it.</returns>
    /// <exception cref="TfException">
    /// INVALID_ARGUMENT: not a specification, another shape than the stored one, or the stored slices have not all of it. INTERNAL: the
    /// slice does not fit the shape, or stored slices overlap. Otherwise as for <see cref="Read(string)"/>.
    /// </exception>
    public Tensor ReadSlice(string name, string shapeAndSlice) => Read(name, shapeAndSlice);

    /// <summary>Closes the data files. Tensors that were read stay valid.</summary>
    public void Dispose() => bundle.Dispose();

    /// <summary>What RestoreV2 asks for: a tensor, or the part that a non-empty specification names.</summary>
    internal Tensor Read(string name, string shapeAndSlice)
    {
        ArgumentNullException.ThrowIfNull(shapeAndSlice);
        byte[] key = Key(name);
        return bundle.Read(key, bundle.Find(key), shapeAndSlice);
    }

    /// <summary>All that one RestoreV2 asks for, read in the order of the files.</summary>
    /// <param name="names">Tensor names, as the op is fed them.</param>
    /// <param name="slices">For each name a specification, empty for the whole tensor.</param>
    /// <param name="dtypes">For each name the dtype that the graph expects.</param>
    /// <returns>A tensor for each name, in the order of the names; the caller disposes them.</returns>
    /// <exception cref="TfException">
    /// NOT_FOUND: a missing key, the first in name order. INVALID_ARGUMENT: all dtypes that differ, a line each.
    /// </exception>
    internal Tensor[] ReadAll(ReadOnlySpan<byte[]> names, ReadOnlySpan<byte[]> slices, ReadOnlySpan<DType> dtypes) =>
        BatchRead.Run(bundle, names, slices, dtypes);

    private static byte[] Key(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Encoding.UTF8.GetBytes(name);
    }

    private static DType KnownDType(string path, ReadOnlySpan<byte> key, BundleEntry entry) => DTypes.IsKnown(entry.DType)
        ? entry.DType
        : throw new TfException(StatusCode.DataLoss,
            $"Key {KeyText.Show(key)} in {path} has the dtype {entry.DType.TfName()}, which no tensor file can hold.");

    private static List<CheckpointEntry> List(BundleIndex index)
    {
        List<CheckpointEntry> list = [];
        long keyBytes = 0;
        for (TableScan scan = index.Scan(); scan.MoveNext();)
        {
            // The header has an empty key; those of slices begin with a zero.
            if (scan.Key.Length == 0 || scan.Key[0] == 0) continue;
            keyBytes += scan.Key.Length;
            if (keyBytes > MaxListedKeyBytes)
            {
                throw new TfException(StatusCode.ResourceExhausted, $"The names in {index.Path} take more than {MaxListedKeyBytes} bytes.");
            }

            BundleEntry entry = BundleEntry.Parse(index.Path, scan.Key, scan.Value);
            list.Add(new CheckpointEntry(Encoding.UTF8.GetString(scan.Key), KnownDType(index.Path, scan.Key, entry), entry.Shape));
        }

        return list;
    }
}

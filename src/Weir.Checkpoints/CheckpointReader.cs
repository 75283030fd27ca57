using System.Text;
using Weir.Bundles;
using Weir.Checkpoints;

namespace Weir;

/// <summary>Reads tensors from a checkpoint, without a graph.</summary>
/// <remarks>
/// A checkpoint is a file <c>PREFIX.index</c> and one or more files <c>PREFIX.data-00000-of-00001</c>; where there is no such index, the prefix is
/// a file of TensorFlow's first format, or with <c>?</c> and <c>*</c> several. Opening reads the index, once;
/// data files are opened when a tensor is first read from them, and stay open until <see cref="Dispose"/>. Every number in the files
/// is checked before it is used and every checksum is verified. Safe for use by several threads at once.
/// Codes are those of TensorFlow's kernels (<c>tensor_bundle.cc</c>, <c>save_restore_tensor.cc</c>).
/// </remarks>
public sealed class CheckpointReader : IDisposable
{
    /// <summary>The key under which a checkpoint that was written by objects has their graph.</summary>
    internal const string ObjectGraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH";

    private readonly ITensorSource source;
    private readonly Lazy<IReadOnlyList<CheckpointEntry>> entries;

    private CheckpointReader(ITensorSource source)
    {
        this.source = source;
        entries = new(source.List);
    }

    /// <summary>The prefix that the checkpoint was opened with.</summary>
    public string Prefix => source.Prefix;

    /// <summary>All tensors, in the byte order of their names. A partitioned tensor is one entry; its slices are not listed.</summary>
    /// <exception cref="TfException">DATA_LOSS: an entry is damaged. RESOURCE_EXHAUSTED: the names take more than 256 MiB.</exception>
    public IReadOnlyList<CheckpointEntry> Entries => entries.Value;

    /// <summary>Opens a checkpoint among the machine's files.</summary>
    /// <param name="prefix">The path without <c>.index</c>.</param>
    /// <exception cref="TfException">As for <see cref="Open(IModelFileSystem, string, ModelLimits?, RestoreMode)"/>.</exception>
    public static CheckpointReader Open(string prefix) => Open(LocalFileSystem.Unrestricted, prefix);

    /// <summary>Opens a checkpoint among the machine's files.</summary>
    /// <param name="prefix">The path without <c>.index</c>.</param>
    /// <param name="mode">Whether tensors are read, or are views of the files.</param>
    /// <exception cref="TfException">As for the overload with all parameters.</exception>
    public static CheckpointReader Open(string prefix, RestoreMode mode) => Open(LocalFileSystem.Unrestricted, prefix, null, mode);

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="files">Where it lies; must live as long as the reader.</param>
    /// <param name="prefix">The path without <c>.index</c>.</param>
    /// <param name="limits">The largest index and the largest tensor; null for the defaults.</param>
    /// <param name="mode">Whether tensors are read, or are views of the files.</param>
    /// <exception cref="TfException">
    /// NOT_FOUND: no such index. DATA_LOSS, OUT_OF_RANGE, INTERNAL or INVALID_ARGUMENT: the index is damaged, or (the last) too new.
    /// RESOURCE_EXHAUSTED: it is above the limit.
    /// </exception>
    public static CheckpointReader Open(IModelFileSystem files, string prefix, ModelLimits? limits = null, RestoreMode mode = RestoreMode.Read)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(prefix);
        limits ??= ModelLimits.Default;
        return new CheckpointReader(SliceFiles.Matching(files, BundleFiles.Index(prefix)).Count > 0 ? new BundleReader(files, prefix, limits, mode) : new SliceFiles(files, prefix, limits));
    }

    /// <summary>
    /// A line for each tensor, byte for byte as TensorFlow's <c>debug_string</c>: <c>name (DT_FLOAT) [2,3]</c>. Slices of a partitioned tensor are listed under the keys
    /// that they have in the index, which are no text, and the whole is not.
    /// </summary>
    /// <exception cref="TfException">As for <see cref="Entries"/>.</exception>
    public byte[] DebugString() => source.DebugString();

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="name">The tensor's name.</param>
    public bool Contains(string name) => Key(name) is { Length: > 0 } key && source.Contains(key);

    /// <summary>The element type of a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="TfException">NOT_FOUND: no such tensor; the message has names near it. DATA_LOSS: its entry is damaged.</exception>
    public DType GetDType(string name) => source.Describe(Key(name)).DType;

    /// <summary>The shape of a tensor; of a partitioned one that of the whole.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="TfException">NOT_FOUND: no such tensor; the message has names near it. DATA_LOSS: its entry is damaged.</exception>
    public Shape GetShape(string name) => source.Describe(Key(name)).Shape;

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
    public void Dispose() => source.Dispose();

    /// <summary>What RestoreV2 asks for: a tensor, or the part that a non-empty specification names.</summary>
    internal Tensor Read(string name, string shapeAndSlice)
    {
        ArgumentNullException.ThrowIfNull(shapeAndSlice);
        Tensor tensor = source.Read(Key(name), shapeAndSlice);
        if (tensor.DType != DType.Variant) return tensor;
        throw new TfException(StatusCode.Unimplemented, $"{name} in {Prefix} is a variant (such as a list of tensors): only the op RestoreV2 restores it.");
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
        source.ReadAll(names, slices, dtypes);

    private static byte[] Key(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Encoding.UTF8.GetBytes(name);
    }
}

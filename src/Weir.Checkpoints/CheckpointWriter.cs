using System.Text;
using Weir.Bundles;
using Weir.Checkpoints;

namespace Weir;

/// <summary>Writes a checkpoint, without a graph: what TensorFlow's own writer gives for the same tensors, byte by byte.</summary>
/// <remarks>
/// Until <see cref="Finish"/> returns, a checkpoint of this prefix is as it was: new files have temporary names (<c>.tempstate…</c>), are brought
/// to the disk and renamed at the end, the data file first and the index last. Two renames are not one: a process that is killed between
/// them leaves the new data under the old index, if a checkpoint of this very prefix was there; give each checkpoint a name of its own.
/// What writers of this prefix that were killed left behind is removed. For one thread at a time. Source: TensorFlow's <c>tensor_bundle.cc</c>.
/// </remarks>
public sealed class CheckpointWriter : IDisposable
{
    private readonly BundleWriter bundle;

    private CheckpointWriter(BundleWriter bundle) => this.bundle = bundle;

    /// <summary>Begins a checkpoint among the machine's files.</summary>
    /// <param name="prefix">The path without <c>.index</c>; its folder is made if it is not there.</param>
    /// <exception cref="TfException">PERMISSION_DENIED, RESOURCE_EXHAUSTED: the data file can not be made.</exception>
    public static CheckpointWriter Create(string prefix) => Create(WritableLocalFileSystem.Unrestricted, prefix);

    /// <summary>Begins a checkpoint.</summary>
    /// <param name="files">Where it is written.</param>
    /// <param name="prefix">The path without <c>.index</c>; its folder is made if it is not there.</param>
    /// <exception cref="TfException">PERMISSION_DENIED, RESOURCE_EXHAUSTED: the data file can not be made.</exception>
    public static CheckpointWriter Create(IWritableFileSystem files, string prefix)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        Leftovers.Remove(files, prefix);
        return new CheckpointWriter(new BundleWriter(files, prefix));
    }

    /// <summary>Makes one checkpoint of several: their data files are renamed, not copied, and their indexes deleted.</summary>
    /// <param name="prefixes">The checkpoints; no tensor may be in two of them.</param>
    /// <param name="mergedPrefix">The prefix of the new one.</param>
    /// <exception cref="TfException">NOT_FOUND: no such checkpoint. INVALID_ARGUMENT: a tensor is in two of them.</exception>
    public static void Merge(IReadOnlyList<string> prefixes, string mergedPrefix)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        ArgumentException.ThrowIfNullOrEmpty(mergedPrefix);
        BundleMerge.Run(WritableLocalFileSystem.Unrestricted, prefixes, mergedPrefix, allowMissing: false, ModelLimits.Default);
    }

    /// <summary>Writes a tensor. Tensors lie in the data file in the order in which they are added.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="tensor">The tensor; stays the caller's.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: the name was there. RESOURCE_EXHAUSTED: the disk is full. UNIMPLEMENTED: resources, and variants that are no lists.</exception>
    public void Add(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(tensor);
        bundle.Add(Encoding.UTF8.GetBytes(name), tensor);
    }

    /// <summary>Writes a part of a tensor.</summary>
    /// <param name="name">The whole tensor's name.</param>
    /// <param name="fullShape">The whole tensor's shape.</param>
    /// <param name="slice">Start and length, or <c>-</c> for all, of each dimension: <c>0,2:-</c> is the first two rows.</param>
    /// <param name="tensor">The part; stays the caller's.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: no slice, another shape, or it was there. INTERNAL: it does not fit the shape. As for <see cref="Add"/>.</exception>
    public void AddSlice(string name, Shape fullShape, string slice, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(fullShape);
        ArgumentNullException.ThrowIfNull(slice);
        ArgumentNullException.ThrowIfNull(tensor);
        bundle.AddSlice(Encoding.UTF8.GetBytes(name), fullShape, TensorSlice.Parse(slice), tensor);
    }

    /// <summary>Brings the checkpoint to the disk and gives it its name. Nothing can be added afterwards.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: the disk is full. PERMISSION_DENIED.</exception>
    public void Finish() => bundle.Finish();

    /// <summary>Closes the files; without <see cref="Finish"/> nothing of them stays.</summary>
    public void Dispose() => bundle.Dispose();
}

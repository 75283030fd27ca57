using Weir.Protos;

namespace Weir.Bundles;

/// <summary>Writes a bundle of one data file: tensors as they are added, the index at the end. For one thread at a time.</summary>
/// <remarks>
/// Files have temporary names until they are whole and on the disk; then the data file gets its name, and the index last.
/// Source: TensorFlow's <c>tensor_bundle.cc</c>; the bytes are the same.
/// </remarks>
internal sealed class BundleWriter : IDisposable
{
    private readonly IWritableFileSystem files;
    private readonly string prefix;
    private readonly string dataPath;
    private readonly TensorOutput data;
    private readonly SortedDictionary<byte[], BundleEntryProto> entries = new(KeyOrder.Instance);
    private bool finished;

    /// <param name="files">Where it is written.</param>
    /// <param name="prefix">The path without <c>.index</c>.</param>
    /// <param name="expectedBytes">The size of the data file, if it is known: room for it is reserved. 0: not known.</param>
    public BundleWriter(IWritableFileSystem files, string prefix, long expectedBytes = 0)
    {
        this.files = files;
        this.prefix = prefix;
        string folder = BundleFiles.Folder(prefix);
        if (folder.Length > 0) files.CreateDirectory(folder);
        dataPath = BundleFiles.Temporary(BundleFiles.Data(prefix, 0, 1));
        data = new TensorOutput(files.Create(dataPath, expectedBytes));
    }

    /// <summary>Writes a tensor.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the key was there. UNIMPLEMENTED: resources, and variants that are no lists.</exception>
    public void Add(byte[] key, Tensor tensor)
    {
        if (key.Length == 0) throw new TfException(StatusCode.InvalidArgument, "A tensor of a checkpoint needs a name.");
        if (entries.ContainsKey(key)) throw new TfException(StatusCode.InvalidArgument, $"Adding duplicate key: {KeyText.Show(key)}");
        if (!IsWritable(tensor)) throw new TfException(StatusCode.Unimplemented, $"{KeyText.Show(key)} holds {tensor.DType.TfName()}: resources, and variants that are no lists, can not be saved.");

        long offset = data.Length;
        uint checksum = data.Write(tensor);
        entries.Add(key, new BundleEntryProto
        {
            Dtype = (DataType)tensor.DType,
            Shape = ShapeProtoCodec.Encode(tensor.Shape),
            Offset = offset,
            Size = data.Length - offset,
            Crc32C = Crc32C.Mask(checksum),
        });
    }

    /// <summary>Writes a part of a tensor.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the part was there, or other parts say another shape or dtype. INTERNAL: it does not fit the shape.</exception>
    public void AddSlice(byte[] key, Shape fullShape, TensorSlice slice, Tensor tensor)
    {
        Shape expected = slice.Resolve(fullShape).Shape;
        if (!tensor.Shape.Equals(expected))
        {
            throw new TfException(StatusCode.InvalidArgument, $"Slice {slice} of {KeyText.Show(key)} {fullShape} has the shape {expected}, not {tensor.Shape}.");
        }

        // A slice that is all of the tensor makes no tensor of slices.
        if (slice.IsFull || expected.Equals(fullShape))
        {
            Add(key, tensor);
            return;
        }

        BundleEntryProto whole = WholeOf(key, fullShape, tensor.DType);
        Add(OrderedCode.SliceKey(key, slice), tensor);
        whole.Slices.Add(slice.ToProto());
    }

    /// <summary>Brings everything to the disk and gives the files their names.</summary>
    public void Finish()
    {
        data.Finish();
        string indexPath = BundleFiles.Temporary(BundleFiles.Index(prefix));
        try
        {
            using IModelFileWriter index = BundleIndexWriter.Write(files, indexPath, shardCount: 1, entries);
            files.Move(dataPath, BundleFiles.Data(prefix, 0, 1));
            files.Move(indexPath, BundleFiles.Index(prefix));
            finished = true;
        }
        catch
        {
            files.Delete(indexPath);
            throw;
        }
    }

    /// <summary>Closes the files; those of a bundle that was not finished are deleted.</summary>
    public void Dispose()
    {
        data.Dispose();
        if (!finished) files.Delete(dataPath);
    }

    private static bool IsWritable(Tensor tensor) => tensor.DType.IsPlain() || tensor.DType == DType.String
        || (tensor.DType == DType.Variant && Array.TrueForAll(tensor.Objects, value => value is IStoredVariant));

    private BundleEntryProto WholeOf(byte[] key, Shape fullShape, DType dtype)
    {
        if (!entries.TryGetValue(key, out BundleEntryProto? whole))
        {
            whole = new BundleEntryProto { Dtype = (DataType)dtype, Shape = ShapeProtoCodec.Encode(fullShape) };
            entries.Add(key, whole);
            return whole;
        }

        if (whole.Slices.Count > 0 && whole.Dtype == (DataType)dtype && whole.Shape.Equals(ShapeProtoCodec.Encode(fullShape))) return whole;
        throw new TfException(StatusCode.InvalidArgument, whole.Slices.Count == 0 ? $"Adding duplicate key: {KeyText.Show(key)}"
            : $"The slices of {KeyText.Show(key)} do not agree in the dtype and shape of the whole: {dtype.TfName()} {fullShape}.");
    }
}

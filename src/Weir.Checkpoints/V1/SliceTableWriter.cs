using System.Text;
using Google.Protobuf;
using Weir.Bundles;
using Weir.Protos;
using Weir.Tables;

namespace Weir.Checkpoints;

/// <summary>Writes a file of the older format: all at once, at the end, for its first entry lists what follows. For one thread at a time.</summary>
/// <remarks>Source: TensorFlow's <c>tensor_slice_writer.cc</c>; the bytes are the same.</remarks>
internal sealed class SliceTableWriter(IWritableFileSystem files, string path)
{
    /// <summary>The version of the format: <c>TF_CHECKPOINT_VERSION</c>.</summary>
    private const int Version = 1;

    private readonly SortedDictionary<byte[], byte[]> slices = new(KeyOrder.Instance);
    private readonly SavedTensorSliceMeta meta = new() { Versions = new VersionDef { Producer = Version } };
    private readonly Dictionary<string, SavedSliceMeta> byName = new(StringComparer.Ordinal);

    /// <summary>Adds a part of a tensor, or all of it.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the part was there, or other parts say another shape or dtype. INTERNAL: it does not fit the shape. UNIMPLEMENTED: resources and variants.</exception>
    public void Add(byte[] key, Shape fullShape, TensorSlice slice, Tensor tensor)
    {
        string name = Encoding.UTF8.GetString(key);
        Shape expected = slice.Resolve(fullShape).Shape;
        if (!tensor.Shape.Equals(expected)) throw new TfException(StatusCode.InvalidArgument, $"Slice {slice} of {name} {fullShape} has the shape {expected}, not {tensor.Shape}.");
        MetaOf(name, fullShape, tensor.DType).Slice.Add(slice.ToProto());
        TensorProto data = TensorProtoCodec.Encode(tensor);
        data.Dtype = DataType.DtInvalid; // Both are said in the list of tensors.
        data.TensorShape = null;
        SavedTensorSlices entry = new() { Data = new SavedSlice { Name = name, Slice = slice.ToProto(), Data = data } };
        if (!slices.TryAdd(OrderedCode.SliceKey(key, slice), entry.ToByteArray())) throw new TfException(StatusCode.InvalidArgument, $"Adding duplicate slice {slice} of {name}");
    }

    /// <summary>Writes the file under another name, brings it to the disk and gives it its name.</summary>
    public void Finish()
    {
        string folder = BundleFiles.Folder(path);
        if (folder.Length > 0) files.CreateDirectory(folder);
        string temporary = BundleFiles.Temporary(path);
        try
        {
            using IModelFileWriter file = files.Create(temporary);
            TableBuilder table = new(file);
            table.Add([], new SavedTensorSlices { Meta = meta }.ToByteArray());
            foreach ((byte[] key, byte[] entry) in slices) table.Add(key, entry);
            table.Finish();
            file.FlushToDisk();
            files.Move(temporary, path);
        }
        catch
        {
            if (files.FileExists(temporary)) files.Delete(temporary);
            throw;
        }
    }

    private SavedSliceMeta MetaOf(string name, Shape fullShape, DType dtype)
    {
        TensorShapeProto shape = ShapeProtoCodec.Encode(fullShape);
        if (!byName.TryGetValue(name, out SavedSliceMeta? tensor))
        {
            tensor = new SavedSliceMeta { Name = name, Shape = shape, Type = (DataType)dtype };
            byName.Add(name, tensor);
            meta.Tensor.Add(tensor);
        }

        if (tensor.Type == (DataType)dtype && tensor.Shape.Equals(shape)) return tensor;
        throw new TfException(StatusCode.InvalidArgument, $"Mismatching shapes or types: the parts of {name} do not agree in {dtype.TfName()} {fullShape}.");
    }
}

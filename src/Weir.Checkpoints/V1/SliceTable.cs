using Google.Protobuf;
using Weir.Bundles;
using Weir.Protos;
using Weir.Tables;

namespace Weir.Checkpoints;

/// <summary>One file of the older format: a sorted table whose first entry lists all tensors, and whose others are slices of them.</summary>
/// <remarks>Source: TensorFlow's <c>tensor_slice_reader.cc</c>.</remarks>
internal sealed class SliceTable
{
    private readonly SortedTable table;

    private SliceTable(SortedTable table)
    {
        this.table = table;
        Meta = Parse(ReadMeta(table)).Meta ?? new SavedTensorSliceMeta();
    }

    /// <summary>What the file says of its tensors.</summary>
    public SavedTensorSliceMeta Meta { get; }

    public string Path => table.Path;

    /// <summary>The bytes of the file.</summary>
    public long Length => table.FileLength;

    /// <exception cref="TfException">DATA_LOSS: this is no file of the format.</exception>
    public static SliceTable Open(IModelFileSystem files, string path, ModelLimits limits)
    {
        if (files.DirectoryExists(path)) throw CanNotOpen(path, StatusCode.DataLoss, StatusCode.FailedPrecondition, $"{path}; Is a directory");
        try
        {
            return new SliceTable(SortedTable.Open(path, files.ReadAllBytes(path, limits.MaxModelFileBytes)));
        }
        catch (TfException e) when (e.Code is StatusCode.DataLoss or StatusCode.OutOfRange)
        {
            string what = e.Message.Replace(path + ": ", "", StringComparison.Ordinal);
            int details = what.IndexOf(": expected", StringComparison.Ordinal);
            throw CanNotOpen(path, e.Code, e.Code, details < 0 ? what : what[..details], e);
        }
    }

    /// <summary>The elements of a slice; null: it is not in this file.</summary>
    /// <exception cref="TfException">DATA_LOSS: the slice is damaged.</exception>
    public SavedSlice? Find(byte[] key, TensorSlice slice) =>
        table.TryGet(OrderedCode.SliceKey(key, slice), out ReadOnlySpan<byte> value) ? Parse(value).Data : null;

    private static TfException CanNotOpen(string path, StatusCode code, StatusCode cause, string what, Exception? inner = null) => new(code,
        $"Unable to open table file {path}: {cause.CanonicalName()}: {what}: perhaps your file is in a different file format and you need to use a different restore operator?", inner);

    private static ReadOnlySpan<byte> ReadMeta(SortedTable table) => table.TryGet([], out ReadOnlySpan<byte> value) ? value : default;

    private SavedTensorSlices Parse(ReadOnlySpan<byte> value)
    {
        try
        {
            return SavedTensorSlices.Parser.ParseFrom(value);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.DataLoss, $"{table.Path}: an entry can not be parsed: {e.Message}", e);
        }
    }
}

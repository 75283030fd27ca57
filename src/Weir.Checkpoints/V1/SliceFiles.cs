using System.Text;
using Weir.Bundles;
using Weir.Protos;

namespace Weir.Checkpoints;

/// <summary>A checkpoint of the older format: one file or several, each with slices of tensors. Safe for concurrent use.</summary>
/// <remarks>Source: TensorFlow's <c>tensor_slice_reader.cc</c> and <c>save_restore_tensor.cc</c>.</remarks>
internal sealed class SliceFiles : ITensorSource
{
    private readonly SortedDictionary<byte[], SlicedTensor> tensors = new(KeyOrder.Instance);
    private readonly ModelLimits limits;

    public SliceFiles(IModelFileSystem files, string pattern, ModelLimits limits)
    {
        Prefix = pattern;
        this.limits = limits;
        IReadOnlyList<string> paths = Matching(files, pattern);
        if (paths.Count == 0)
        {
            throw new TfException(StatusCode.NotFound, $"Unsuccessful TensorSliceReader constructor: Failed to find any matching files for {pattern}");
        }

        foreach (string path in paths) Add(SliceTable.Open(files, path, limits));
    }

    public string Prefix { get; }

    public IReadOnlyList<CheckpointEntry> List() =>
        [.. tensors.Select(pair => new CheckpointEntry(Encoding.UTF8.GetString(pair.Key), pair.Value.DType, pair.Value.Shape))];

    public byte[] DebugString() => Encoding.UTF8.GetBytes(string.Concat(tensors.Select(pair =>
        $"{Encoding.UTF8.GetString(pair.Key)} ({pair.Value.DType.ProtoName()}) {pair.Value.Shape}{(pair.Value.SliceCount > 1 ? $", {pair.Value.SliceCount} slices" : "")}\n")));

    public bool Contains(byte[] key) => tensors.ContainsKey(key);

    public (DType DType, Shape Shape) Describe(byte[] key)
    {
        SlicedTensor tensor = Find(key);
        return (tensor.DType, tensor.Shape);
    }

    public Tensor Read(byte[] key, string shapeAndSlice)
    {
        SlicedTensor tensor = Find(key);
        if (shapeAndSlice.Length == 0) return tensor.Read(key, TensorSlice.Full(tensor.Shape.Rank), limits);
        SliceSpec spec = SliceSpec.Parse(shapeAndSlice);
        if (spec.FullShape.Equals(tensor.Shape)) return tensor.Read(key, spec.Slice, limits);
        throw new TfException(StatusCode.InvalidArgument, $"Shape in shape_and_slice spec {spec.FullShape} does not match the shape in the save file: {tensor.Shape}, "
            + $"save file shape: {tensor.Shape}");
    }

    public Tensor[] ReadAll(ReadOnlySpan<byte[]> names, ReadOnlySpan<byte[]> slices, ReadOnlySpan<DType> dtypes)
    {
        Tensor[] read = new Tensor[names.Length];
        try
        {
            for (int i = 0; i < read.Length; i++)
            {
                DType stored = Find(names[i]).DType;
                if (stored != dtypes[i])
                {
                    throw new TfException(StatusCode.InvalidArgument, $"Expected to restore a tensor of type {dtypes[i].TfName()}, got a tensor of type {stored.TfName()} "
                        + $"instead: tensor_name = {KeyText.Show(names[i])}");
                }

                read[i] = Read(names[i], Encoding.UTF8.GetString(slices[i]));
            }

            return read;
        }
        catch
        {
            foreach (Tensor? tensor in read) tensor?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }

    /// <summary>The files that a name stands for: itself, or with <c>?</c> and <c>*</c> in its last part those that fit.</summary>
    internal static IReadOnlyList<string> Matching(IModelFileSystem files, string pattern)
    {
        if (!pattern.AsSpan().ContainsAny('*', '?')) return files.FileExists(pattern) || files.DirectoryExists(pattern) ? [pattern] : [];
        string folder = BundleFiles.Folder(pattern);
        if (!files.DirectoryExists(folder)) return [];
        string name = CheckpointPaths.Name(pattern);
        return [.. files.List(folder).Where(file => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(name, file, ignoreCase: false)).Select(file => CheckpointPaths.Join(folder, file))];
    }

    private void Add(SliceTable table)
    {
        foreach (SavedSliceMeta meta in table.Meta.Tensor)
        {
            byte[] key = Encoding.UTF8.GetBytes(meta.Name);
            if (!tensors.TryGetValue(key, out SlicedTensor? tensor)) tensors.Add(key, tensor = new SlicedTensor(meta, table.Path));
            tensor.Add(meta, table);
        }
    }

    private SlicedTensor Find(byte[] key)
    {
        if (tensors.TryGetValue(key, out SlicedTensor? tensor)) return tensor;
        NearNames near = new(key);
        foreach (byte[] name in tensors.Keys) near.Consider(name);
        throw new TfException(StatusCode.NotFound, $"Tensor name \"{KeyText.Show(key)}\" not found in checkpoint files {Prefix}{near.Hint}");
    }
}

using Weir.Bundles;
using Weir.Protos;

namespace Weir.Checkpoints;

/// <summary>A tensor of the older format, and the files that its slices lie in.</summary>
internal sealed class SlicedTensor
{
    private readonly List<(TensorSlice Slice, SliceBox Box, SliceTable Table)> slices = [];

    public SlicedTensor(SavedSliceMeta meta, string path)
    {
        DType = (DType)(int)meta.Type;
        Shape = ShapeProtoCodec.Decode(meta.Shape ?? new TensorShapeProto());
        if (!Shape.IsFullyDefined || !DTypes.IsKnown(DType) || (!DType.IsPlain() && DType != DType.String))
        {
            throw new TfException(StatusCode.DataLoss, $"{path}: {meta.Name} has the dtype {DType.TfName()} and the shape {Shape}, which no tensor file can hold.");
        }
    }

    public DType DType { get; }

    public Shape Shape { get; }

    public int SliceCount => slices.Count;

    public void Add(SavedSliceMeta meta, SliceTable table)
    {
        if ((DType)(int)meta.Type != DType || !Shape.Equals(ShapeProtoCodec.Decode(meta.Shape ?? new TensorShapeProto())))
        {
            throw new TfException(StatusCode.Internal, $"Incompatible tensor shapes detected for tensor {meta.Name}: {table.Path} says another dtype or shape than {DType.TfName()} {Shape}.");
        }

        foreach (TensorSliceProto proto in meta.Slice)
        {
            TensorSlice slice = TensorSlice.FromProto(proto);
            SliceBox box = slice.Resolve(Shape);
            // Every element takes a byte at least: so a forged shape can not ask for more memory than a multiple of the file.
            if (box.Count > table.Length) throw new TfException(StatusCode.DataLoss, $"{table.Path} has {table.Length} bytes, {slice} of {meta.Name} {Shape} has {box.Count} elements.");
            if (slices.Exists(other => other.Box.Overlaps(box))) throw new TfException(StatusCode.Internal, $"Overlapping slices of {meta.Name}: {slice} in {table.Path}.");
            slices.Add((slice, box, table));
        }
    }

    /// <exception cref="TfException">NOT_FOUND: some of it is in no file. DATA_LOSS: a slice is damaged.</exception>
    public Tensor Read(byte[] key, TensorSlice wanted, ModelLimits limits)
    {
        SliceBox box = wanted.Resolve(Shape);
        Int128 covered = 0;
        foreach ((TensorSlice _, SliceBox part, SliceTable _) in slices) covered += part.Intersect(box)?.Count ?? 0;
        if (covered != box.Count)
        {
            throw new TfException(StatusCode.NotFound, $"Tensor slice {wanted} of {KeyText.Show(key)} is not whole: the files have {covered} of its {box.Count} elements.");
        }

        Tensor tensor = Tensor.Allocate(DType, box.Shape, limits.MaxTensorBytes);
        try
        {
            foreach ((TensorSlice slice, SliceBox part, SliceTable table) in slices)
            {
                if (part.Intersect(box) is not { } common || common.Count == 0) continue;
                using Tensor stored = ReadSlice(key, slice, part, table);
                new BoxRuns(common, part, box).Copy(stored, tensor);
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private Tensor ReadSlice(byte[] key, TensorSlice slice, SliceBox box, SliceTable table)
    {
        TensorProto? data = table.Find(key, slice)?.Data;
        if (data is null) throw new TfException(StatusCode.DataLoss, $"{table.Path}: slice {slice} of {KeyText.Show(key)} is missing.");
        if (data.CalculateSize() < box.Count) throw new TfException(StatusCode.DataLoss, $"{table.Path}: slice {slice} of {KeyText.Show(key)} has fewer than its {box.Count} elements.");
        data.Dtype = (DataType)DType; // The format leaves out what the list of tensors says.
        data.TensorShape = ShapeProtoCodec.Encode(box.Shape);
        return TensorProtoCodec.Decode(data);
    }
}

using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>Sparse tensors from their three elements each; those of a batch become one, with the batch's dimensions in front.</summary>
/// <remarks>Sizes are the largest of all. Source: deserialize_sparse_string_op.cc, deserialize_sparse_variant_op.cc.</remarks>
internal sealed class DeserializeSparse(OpDefinition definition, bool many) : Op
{
    public static readonly Op[] All =
    [
        new DeserializeSparse("DeserializeManySparse(serialized_sparse: string) -> sparse_indices: int64, sparse_values: dtype, sparse_shape: int64; dtype: type", many: true),
        new DeserializeSparse("DeserializeSparse(serialized_sparse: Tserialized) -> sparse_indices: int64, sparse_values: dtype, sparse_shape: int64; dtype: type; "
            + "Tserialized: {string, variant} = string", many: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape serialized = many ? c.WithRank(0, 2) : c.WithRankAtLeast(0, 1);
        c.Require(!serialized.HasRank || serialized[-1] is -1 or 3, $"Dimension must be 3 but is {(serialized.HasRank ? serialized[-1] : -1)}");
        c.SparseOutput(0, -1, -1);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool variants = !many && r.Type("Tserialized") == DType.Variant;
        return r.ForMoving(new Maker(variants, r.Type("dtype")), "dtype");
    }

    private readonly struct Maker(bool variants, DType dtype) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Read<T>(variants, dtype);
    }

    private sealed class Read<T>(bool variants, DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor serialized = s.Input(0);
            s.Require(serialized.Shape.Rank >= 1, "Serialized sparse should have non-zero rank []");
            s.Require(serialized.Shape[-1] == 3, $"Serialized sparse should have 3 as the last dimension {serialized.Shape}");
            ReadOnlySpan<long> batch = serialized.Shape.Dimensions[..^1];
            int count = (int)(serialized.ElementCount / 3);
            s.Require(count > 0, $"Serialized sparse should have at least 1 serialized tensor, but has a zero dimension {serialized.Shape}");
            Part[] parts = new Part[count];
            for (int i = 0; i < count; i++) parts[i] = ReadPart(s, serialized, i, parts);
            if (batch.Length == 0)
            {
                s.SetOutput(0, parts[0].Indices);
                s.SetOutput(1, parts[0].Values);
                s.SetOutput(2, parts[0].Shape);
                return;
            }

            Write(s, parts, batch);
            foreach (Part part in parts) part.Dispose();
        }

        private Part ReadPart(StepContext s, Tensor serialized, int index, Part[] parts)
        {
            Tensor indices = Element(s, serialized, 3 * index), values = Element(s, serialized, (3 * index) + 1), shape = Element(s, serialized, (3 * index) + 2);
            s.Require(indices.DType == DType.Int64 && indices.Shape.Rank == 2, $"Expected serialized_sparse[{index}, 0] to represent an index matrix but received shape {indices.Shape}");
            s.Require(values.Shape.Rank == 1, $"Expected serialized_sparse[{index}, 1] to represent a values vector but received shape {values.Shape}");
            s.Require(shape.DType == DType.Int64 && shape.Shape.Rank == 1, $"Expected serialized_sparse[{index}, 2] to represent a shape vector but its shape is {shape.Shape}");
            s.Require(values.DType == dtype, $"Requested SparseTensor of type {dtype.TfName()} but SparseTensor[{index}].values.dtype() == {values.DType.TfName()}");
            s.Require(values.ElementCount == indices.Shape[0], $"Expected row counts of SparseTensor[{index}].indices and SparseTensor[{index}].values to match but they do not: {indices.Shape[0]} vs. {values.ElementCount}");
            s.Require(shape.ElementCount == indices.Shape[1], $"Expected column counts of SparseTensor[{index}].indices to match size of SparseTensor[{index}].shape but they do not: {indices.Shape[1]} vs. {shape.ElementCount}");
            s.Require(index == 0 || parts[0].Shape.ElementCount == shape.ElementCount,
                $"Inconsistent shape across SparseTensors: rank prior to SparseTensor[{index}] was: {(index == 0 ? 0 : parts[0].Shape.ElementCount)} but rank of SparseTensor[{index}] is: {shape.ElementCount}");
            return new Part(indices, values, shape);
        }

        private Tensor Element(StepContext s, Tensor serialized, int index)
        {
            if (variants)
            {
                return serialized.Objects[index] is Tensor held ? held.Share() : throw new TfException(StatusCode.InvalidArgument, $"Expected serialized_sparse[{index / 3}, {index % 3}] to be a variant that holds a tensor");
            }

            try
            {
                return TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(serialized.Strings[index]), s.Limits.MaxTensorBytes);
            }
            catch (InvalidProtocolBufferException)
            {
                throw new TfException(StatusCode.InvalidArgument, $"Could not parse serialized_sparse[{index / 3}, {index % 3}]");
            }
        }

        private static void Write(StepContext s, Part[] parts, ReadOnlySpan<long> batch)
        {
            int inner = (int)parts[0].Shape.ElementCount, rank = batch.Length + inner;
            s.Require(rank <= Shape.MaxRank, $"A sparse tensor of rank {rank} has more than the {Shape.MaxRank} dimensions allowed");
            long total = parts.Sum(part => part.Values.ElementCount);
            Span<long> rows = s.Output(0, total, rank).Elements<long>();
            Span<T> values = MovedElements.Of<T>(s.Output(1, total));
            Span<long> shape = s.Output(2, rank).Elements<long>();
            shape.Clear();
            batch.CopyTo(shape);
            Span<long> place = stackalloc long[batch.Length];
            int at = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                long rest = i;
                for (int d = batch.Length - 1; d >= 0; d--) (rest, place[d]) = long.DivRem(rest, batch[d]);
                for (int d = 0; d < inner; d++) shape[batch.Length + d] = Math.Max(shape[batch.Length + d], parts[i].Shape.Elements<long>()[d]);
                MovedElements.Of<T>(parts[i].Values).CopyTo(values[at..]);
                for (int row = 0; row < parts[i].Values.ElementCount; row++, at++)
                {
                    place.CopyTo(rows[(at * rank)..]);
                    parts[i].Indices.Elements<long>().Slice(row * inner, inner).CopyTo(rows[((at * rank) + batch.Length)..]);
                }
            }
        }
    }

    private sealed record Part(Tensor Indices, Tensor Values, Tensor Shape) : IDisposable
    {
        public void Dispose()
        {
            Indices.Dispose();
            Values.Dispose();
            Shape.Dispose();
        }
    }
}

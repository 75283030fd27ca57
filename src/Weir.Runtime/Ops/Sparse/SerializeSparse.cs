using Google.Protobuf;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A sparse tensor, or each part of one along the first dimension, as three elements: indices, values and shape.</summary>
/// <remarks>As serialized TensorProtos, or as variants that hold tensors. Source: serialize_sparse_op.cc.</remarks>
internal sealed class SerializeSparse(OpDefinition definition, bool many) : Op
{
    public static readonly Op[] All =
    [
        new SerializeSparse("SerializeManySparse(sparse_indices: int64, sparse_values: T, sparse_shape: int64) -> serialized_sparse: out_type; T: type; out_type: "
            + "{string, variant} = string", many: true),
        new SerializeSparse("SerializeSparse(sparse_indices: int64, sparse_values: T, sparse_shape: int64) -> serialized_sparse: out_type; T: type; out_type: "
            + "{string, variant} = string", many: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 2);
        c.WithRank(1, 1);
        c.WithRank(2, 1);
        c.Output(0, many ? Shape.Of(-1, 3) : Shape.Of(3));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        Store store = r.Type("out_type") switch
        {
            DType.String => static (output, index, tensor) => output.Strings[index] = TensorProtoCodec.Encode(tensor, TensorProtoEncoding.TensorContent).ToByteArray(),
            DType.Variant => static (output, index, tensor) => output.Objects[index] = tensor.Share(),
            _ => throw r.NoKernel("out_type"),
        };
        return many ? r.ForMoving(new Maker(store)) : new One(store, r.Type("T"));
    }

    /// <summary>Writes a tensor to an element of the output.</summary>
    private delegate void Store(Tensor output, int index, Tensor tensor);

    private readonly struct Maker(Store store) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Many<T>(store);
    }

    private sealed class One(Store store, DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 2, $"Input indices should be a matrix but received shape {s.Input(0).Shape}");
            s.Require(s.Input(1).Shape.Rank == 1, $"Input values should be a vector but received shape {s.Input(1).Shape}");
            s.Require(s.Input(2).Shape.Rank == 1, $"Input shape should be a vector but received shape {s.Input(2).Shape}");
            s.Require(s.Input(1).DType == dtype, $"The values are {s.Input(1).DType.TfName()}, not {dtype.TfName()}");
            Tensor output = s.Output(0, 3);
            for (int i = 0; i < 3; i++) store(output, i, s.Input(i));
        }
    }

    private sealed class Many<T>(Store store) : Kernel
    {
        public override void Run(StepContext s)
        {
            SparseIndices places = s.Sparse(0);
            s.Require(places.Rank > 1, $"Rank of input SparseTensor should be > 1, but saw rank: {places.Rank}");
            places.RequireOrdered(s);
            s.Require(places.Shape[0] >= 0, $"Dimension 0 of the sparse shape is negative: {places.Shape[0]}");
            Tensor output = s.Output(0, places.Shape[0], 3);
            using Tensor shape = Tensor.From(places.Shape[1..]);
            for (int part = 0, begin = 0, end; part < places.Shape[0]; part++, begin = end)
            {
                for (end = begin; end < places.Count && places[end, 0] == part;) end++;
                using Tensor rows = Tensor.Allocate(DType.Int64, Shape.Of(end - begin, places.Rank - 1));
                using Tensor values = Tensor.Allocate(s.Input(1).DType, Shape.Of(end - begin));
                for (int i = begin; i < end; i++) places.Row(i)[1..].CopyTo(rows.Elements<long>()[((i - begin) * (places.Rank - 1))..]);
                MovedElements.Of<T>(s.Input(1))[begin..end].CopyTo(MovedElements.Of<T>(values));
                store(output, 3 * part, rows);
                store(output, (3 * part) + 1, values);
                store(output, (3 * part) + 2, shape);
            }
        }
    }
}

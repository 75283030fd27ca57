using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A list of pieces of a tensor, cut along its first dimension.</summary>
/// <remarks>Source: list_kernels.h; gradient: list_ops.py.</remarks>
internal sealed class TensorListSplit : Op
{
    public override OpDefinition Definition { get; } = "TensorListSplit(tensor: element_dtype, element_shape: shape_type, lengths: int64) -> output_handle: "
        + $"{TensorLists.Type}; element_dtype: type; "
        + "shape_type: {int32, int64}";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
        Output tensor = g.Input(0);
        Output shape = ConcatV2.Build([g.Graph.Const(Tensor.From([-1])), TensorListFromTensor.RowShape(tensor)], 0);
        g.Flow(0, TensorListConcat.Build(g.Outgoing(0), shape, g.Input(2), tensor.DType.BaseType()));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("shape_type");
        return new Cut(r.Type("element_dtype"));
    }

    public static Output Build(Output tensor, Output elementShape, Output lengths) =>
        tensor.Operation.Graph.AddOperation("TensorListSplit", [tensor, elementShape, lengths])[0];

    private sealed class Cut(DType elementType) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor tensor, Tensor lengths) = (s.Input(0), s.Input(2));
            s.Require(tensor.Shape.Rank > 0, $"Tensor must be at least a vector, but saw shape: {tensor.Shape}");
            s.Require(lengths.Shape.Rank == 1, $"Expected lengths to be a vector, received shape: {lengths.Shape}");
            Shape asked = s.ShapeFrom(1);
            Shape rest = tensor.Shape.Slice(1..);
            s.Require(!asked.HasRank || (asked.Rank == tensor.Shape.Rank && asked.Slice(1..).IsCompatibleWith(rest)), $"tensor shape {tensor.Shape} is not compatible with element_shape {asked}");
            TensorList list = new(elementType, asked);
            long start = 0;
            foreach (long length in lengths.Elements<long>())
            {
                s.Require(length >= 0, $"Invalid value in lengths: {length}");
                s.Require(length <= tensor.Shape[0] - start, $"Attempting to slice [{start}, {start + length}] from tensor with length {tensor.Shape[0]}");
                list.Push(null);
                list.Set(list.Count - 1, tensor, start * rest.ElementCount, Shape.Of([length, .. rest.Dimensions]));
                start += length;
            }

            s.Require(start == tensor.Shape[0], $"Unused values in tensor. Length of tensor: {tensor.Shape[0]} Values used: {start}");
            s.SetOutput(0, Tensor.OfVariant(list));
        }
    }
}

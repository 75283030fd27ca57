using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Elements of a TensorArray one behind the other (TensorArrayConcatV3), and a tensor cut into elements (TensorArraySplitV3).</summary>
/// <remarks>Source: tensor_array_ops.cc; gradients: tensor_array_grad.py.</remarks>
internal sealed class TensorArrayPieces(OpDefinition definition, bool concatenates) : Op
{
    public static readonly Op[] All =
    [
        new TensorArrayPieces("TensorArrayConcatV3(handle: resource, flow_in: float) -> value: dtype, lengths: int64; dtype: type; element_shape_except0: shape = ? | stateful", concatenates: true),
        new TensorArrayPieces("TensorArraySplitV3(handle: resource, value: T, lengths: int64, flow_in: float) -> flow_out: float; T: type | stateful", concatenates: false),
    ];

    public override OpDefinition Definition => definition;

    public override OpEffect Effect => OpEffect.WithinRun;

    public override void InferShapes(ShapeContext c)
    {
        if (!concatenates) c.Output(0, Shape.Scalar);
        else c.Output(1, Shape.OfRank(1));
    }

    public override void Gradient(GradientContext g)
    {
        if (concatenates)
        {
            Operation array = TensorArrayGradV3.Build(g, g.Input(1));
            g.Flow(1, g.Graph.AddOperation("TensorArraySplitV3", [array[0], g.Outgoing(0), g.Output(1), array[1]])[0]);
            return;
        }

        Operation gradients = TensorArrayGradV3.Build(g, g.Outgoing(0));
        g.Flow(1, g.Graph.AddOperation("TensorArrayConcatV3", [gradients[0], gradients[1]], new Dictionary<string, object> { ["dtype"] = g.Input(1).DType.BaseType() })[0]);
        g.Flow(3, g.Outgoing(0));
    }

    public override Kernel CreateKernel(KernelRequest r) => concatenates ? new Concat(r.Type("dtype"), r.Shape("element_shape_except0")) : new Split(r.Type("T"));

    private sealed class Concat(DType dtype, Shape elementShapeExceptFirst) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorArray array = s.ArrayToRead(dtype);
            List<Tensor> pieces = [];
            try
            {
                for (int i = 0; i < array.Size; i++)
                {
                    Tensor piece = new();
                    array.Read(i, piece);
                    pieces.Add(piece);
                }

                Concatenate(s, pieces);
            }
            finally
            {
                foreach (Tensor piece in pieces) piece.Dispose();
            }
        }

        private void Concatenate(StepContext s, List<Tensor> pieces)
        {
            Shape? rest = pieces.Count == 0 ? elementShapeExceptFirst : null;
            for (int i = 0; i < pieces.Count; i++)
            {
                s.Require(pieces[i].Shape.Rank > 0, $"Concat saw a scalar shape at index {i} but requires at least vectors.  Did you mean to call pack?");
                Shape own = pieces[i].Shape.Slice(1..);
                rest ??= own;
                s.Require(own.Equals(rest), $"TensorArray has inconsistent shapes.  Index 0 has (excepting dimension 0) shape: {rest} but index {i} has (excepting dimension 0) shape: {own}");
            }

            s.Require(rest!.IsFullyDefined, $"TensorArray has size zero, but element_shape_except0 {rest} is not fully defined. Currently only static shapes are supported when concatenating zero-size TensorArrays.");
            Tensor all = s.Output(0, [pieces.Sum(piece => piece.Shape[0]), .. rest.Dimensions]);
            Span<long> lengths = s.Output(1, pieces.Count).Elements<long>();
            long start = 0;
            for (int i = 0; i < lengths.Length; i++)
            {
                all.CopyFrom(pieces[i], start);
                start += pieces[i].ElementCount;
                lengths[i] = pieces[i].Shape[0];
            }
        }
    }

    private sealed class Split(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorArray array = s.ArrayToWrite(dtype);
            (Tensor value, Tensor lengths) = (s.Input(1), s.Input(2));
            s.Require(lengths.Shape.Rank == 1, $"Expected lengths to be a vector, received shape: {lengths.Shape}");
            s.Require(value.Shape.Rank > 0, $"Expected value to be at least a vector, but received shape: {value.Shape}");
            long total = 0;
            foreach (long length in lengths.Elements<long>())
            {
                s.Require(length >= 0, $"Invalid value in lengths: {length}");
                total = length <= value.Shape[0] - total ? total + length : long.MaxValue / 2;
            }

            s.Require(total == value.Shape[0], $"Expected sum of lengths to be equal to values.shape[0], but sum of lengths is {total} and value's shape is: {value.Shape}");
            int count = checked((int)lengths.ElementCount);
            array.GrowTo(count);
            s.Require(array.Size == count, $"TensorArray's size is not equal to the size of lengths ({array.Size} vs. {count}), and the TensorArray is not marked as dynamically resizeable");
            Shape rest = value.Shape.Slice(1..);
            long start = 0;
            for (int i = 0; i < count; i++)
            {
                long length = lengths.Elements<long>()[i];
                array.Write(i, value, start * rest.ElementCount, Shape.Of([length, .. rest.Dimensions]));
                start += length;
            }

            s.Forward(3, 0);
        }
    }
}

using Google.Protobuf;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A tensor as a serialized TensorProto, numbers as raw bytes.</summary>
/// <remarks>Source: serialize_tensor_op.cc.</remarks>
internal sealed class SerializeTensor : Op
{
    public override OpDefinition Definition { get; } = "SerializeTensor(tensor: T) -> serialized: string; T: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Serialize();
    }

    private sealed class Serialize : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorProtoEncoding encoding = s.Input(0).DType == DType.String ? TensorProtoEncoding.TypedFields : TensorProtoEncoding.TensorContent;
            s.Output(0).Strings[0] = TensorProtoCodec.Encode(s.Input(0), encoding).ToByteArray();
        }
    }
}

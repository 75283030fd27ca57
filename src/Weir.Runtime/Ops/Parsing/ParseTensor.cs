using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>The tensor that a serialized TensorProto describes.</summary>
/// <remarks>Source: parse_tensor_op.cc.</remarks>
internal sealed class ParseTensor : Op
{
    public override OpDefinition Definition { get; } = "ParseTensor(serialized: string) -> output: out_type; out_type: type";

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Parse(r.Type("out_type"));

    private sealed class Parse(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, $"Expected `serialized` to be a scalar, got shape: {s.Input(0).Shape}");
            byte[] serialized = s.Input(0).Strings[0];
            TensorProto proto;
            try
            {
                proto = TensorProto.Parser.ParseFrom(serialized);
            }
            catch (InvalidProtocolBufferException e)
            {
                throw new TfException(StatusCode.InvalidArgument, $"Could not parse `serialized` as TensorProto, base64: {Convert.ToBase64String(serialized)}", e);
            }

            s.SetOutput(0, Decode(s, proto));
        }

        private Tensor Decode(StepContext s, TensorProto proto)
        {
            Tensor tensor;
            try
            {
                tensor = TensorProtoCodec.Decode(proto, s.Limits.MaxTensorBytes);
            }
            catch (TfException e) when (e.Code == StatusCode.InvalidArgument)
            {
                throw new TfException(StatusCode.InvalidArgument, $"Cannot parse tensor from proto: {e.Message}", e);
            }

            if (tensor.DType == dtype) return tensor;
            string found = tensor.DType.TfName();
            tensor.Dispose();
            throw new TfException(StatusCode.InvalidArgument, $"Type mismatch between parsed tensor ({found}) and dtype ({dtype.TfName()})");
        }
    }
}

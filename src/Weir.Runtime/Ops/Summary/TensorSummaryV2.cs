using System.Text;
using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>A summary that holds a tensor, with metadata which say what shows it.</summary>
/// <remarks>Source: summary_tensor_op.cc.</remarks>
internal sealed class TensorSummaryV2 : Op
{
    public override OpDefinition Definition { get; } = "TensorSummaryV2(tag: string, tensor: T, serialized_summary_metadata: string) -> summary: string; T: type";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        new Write(r.Type("T") == DType.String ? TensorProtoEncoding.TypedFields : TensorProtoEncoding.TensorContent);

    private sealed class Write(TensorProtoEncoding encoding) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, "tag must be scalar");
            s.Require(s.Input(2).Shape.Rank == 0, "serialized_summary_metadata must be scalar");
            Summary.Types.Value value = new()
            {
                Tag = Encoding.UTF8.GetString(s.Input(0).Strings[0]),
                Tensor = TensorProtoCodec.Encode(s.Input(1), encoding),
                Metadata = Metadata(s.Input(2).Strings[0]),
            };
            Summary summary = new();
            summary.Value.Add(value);
            s.Output(0).Strings[0] = summary.ToByteArray();
        }

        private static SummaryMetadata Metadata(byte[] bytes)
        {
            try
            {
                return SummaryMetadata.Parser.ParseFrom(bytes);
            }
            catch (InvalidProtocolBufferException)
            {
                throw new TfException(StatusCode.InvalidArgument, "Could not parse serialized_summary_metadata");
            }
        }
    }
}

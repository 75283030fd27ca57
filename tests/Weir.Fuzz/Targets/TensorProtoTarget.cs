using Google.Protobuf;
using Weir.Protos;

namespace Weir.Fuzz.Targets;

internal sealed class TensorProtoTarget : FuzzTarget
{
    public override string Name => "tensorproto";

    public override StatusCode[] Errors => [StatusCode.InvalidArgument, StatusCode.Unimplemented];

    public override IEnumerable<byte[]> Seeds() => Corpus.Rows("ops/Const.jsonl.gz")
        .Select(row => NodeDef.Parser.ParseFrom(row.GetProperty("node").GetBytesFromBase64()).Attr["value"].Tensor.ToByteArray()).Where(bytes => bytes.Length < 1 << 12);

    public override string Read(byte[] input)
    {
        using Tensor tensor = TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(input), MaxTensorBytes);
        foreach (TensorProtoEncoding encoding in Enum.GetValues<TensorProtoEncoding>())
        {
            using Tensor again = TensorProtoCodec.Decode(TensorProtoCodec.Encode(tensor, encoding));
            if (tensor.DType != DType.String && !again.Bytes.SequenceEqual(tensor.Bytes)) throw new InvalidOperationException("What was encoded is decoded as something else.");
        }

        _ = tensor.ToString();
        return $"ok {tensor.DType} {tensor.Shape.Rank}";
    }

    public override bool IsDocumented(Exception error) => error is InvalidProtocolBufferException;
}

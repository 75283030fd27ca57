using System.Buffers.Binary;

namespace Weir.Fuzz.Targets;

/// <summary>Image files of one format, by the op that decodes it. The first byte chooses among the ways to decode.</summary>
internal sealed class ImageTarget(string name, string op, params string[] alsoSeedsOf) : FuzzTarget
{
    public static FuzzTarget[] Formats { get; } =
    [
        new ImageTarget("png", "DecodePng"),
        new ImageTarget("jpeg", "DecodeJpeg", "DecodeAndCropJpeg"),
        new ImageTarget("gif", "DecodeGif"),
        new ImageTarget("bmp", "DecodeBmp"),
    ];

    private readonly Lazy<Callable[]> ways = new(() => [.. Attributes(op).Select(attributes => Prepare(op, attributes))]);

    public override string Name => name;

    public override StatusCode[] Errors => [StatusCode.InvalidArgument, StatusCode.ResourceExhausted];

    public override IEnumerable<byte[]> Seeds() => Corpus.Rows("ops/ImageCodec.jsonl.gz")
        .Where(row => row.GetProperty("op").GetString() is { } recorded && (recorded == op || alsoSeedsOf.Contains(recorded)))
        .Select(row => TensorProtoCodec.Decode(Protos.TensorProto.Parser.ParseFrom(row.GetProperty("inputs")[0].GetBytesFromBase64())).ToArray<byte[]>()[0])
        .DistinctBy(Convert.ToHexString).Select((file, i) => (byte[])[(byte)i, .. file]);

    public override string Read(byte[] input)
    {
        if (input.Length == 0) return "no file";
        using Tensor contents = Tensor.Scalar(input[1..]);
        Tensor[] pixels = new Tensor[1];
        ways.Value[input[0] % ways.Value.Length].Run([contents], pixels);
        using Tensor image = pixels[0];
        return $"ok {image.Shape.Rank} {image.Shape[-1]} {long.Log2(image.ElementCount)}";
    }

    /// <summary>Signs the chunks of a PNG file again.</summary>
    public override byte[] Repair(byte[] input, Random random)
    {
        if (name != "png") return input;
        const int Begin = 9, Head = 8;
        for (int at = Begin; at <= input.Length - Head - sizeof(uint);)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(at));
            if (length > input.Length - at - Head - sizeof(uint)) break;
            int end = at + Head + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(end), Weir.Ops.PngChecksum.Compute(input.AsSpan(at + 4, (int)length + 4)));
            at = end + sizeof(uint);
        }

        return input;
    }

    private static IEnumerable<Dictionary<string, object>> Attributes(string op) => op switch
    {
        "DecodePng" => [[], new() { ["dtype"] = DType.UInt16, ["channels"] = 1L }, new() { ["channels"] = 4L }],
        "DecodeJpeg" => [[], new() { ["ratio"] = 2L, ["fancy_upscaling"] = false }, new() { ["try_recover_truncated"] = true, ["dct_method"] = "INTEGER_ACCURATE" }, new() { ["ratio"] = 8L, ["channels"] = 1L }],
        _ => [[]],
    };

    private static Callable Prepare(string op, Dictionary<string, object> attributes)
    {
        Graph graph = new();
        Output contents = graph.Placeholder(DType.String);
        Output image = graph.AddOperation(op, [contents], attributes)[0];
        Session session = new(graph, new SessionOptions { Limits = new ModelLimits { MaxTensorBytes = MaxTensorBytes, MaxRunBytes = 1 << 26 } });
        return session.MakeCallable([contents], [image]);
    }
}

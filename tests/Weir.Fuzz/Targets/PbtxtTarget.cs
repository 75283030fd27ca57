using Google.Protobuf;
using Google.Protobuf.Reflection;
using Weir.Protos;

namespace Weir.Fuzz.Targets;

/// <summary>The text format. The first byte chooses the message.</summary>
internal sealed class PbtxtTarget : FuzzTarget
{
    private static readonly MessageDescriptor[] Messages =
    [
        GraphDef.Descriptor, Protos.SavedModel.Descriptor, TensorProto.Descriptor, MetaGraphDef.Descriptor, Protos.CheckpointState.Descriptor,
        ConfigProto.Descriptor, Google.Protobuf.WellKnownTypes.Any.Descriptor, Protos.Serving.ModelServerConfig.Descriptor,
    ];

    public override string Name => "pbtxt";

    public override StatusCode[] Errors => [StatusCode.InvalidArgument];

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (System.Text.Json.JsonElement one in System.Text.Json.JsonElement.Parse(File.ReadAllText(Corpus.PathOf("facts/pbtxt/index.json"))).EnumerateArray())
        {
            int message = Array.FindIndex(Messages, type => type.FullName == one.GetProperty("message").GetString());
            byte[] text = File.ReadAllBytes(Corpus.PathOf("facts/pbtxt/" + one.GetProperty("text").GetString()));
            if (message >= 0 && text.Length < 1 << 14) yield return [(byte)message, .. text];
        }

        foreach (System.Text.Json.JsonElement one in Corpus.Rows("serving/configs.jsonl.gz"))
        {
            yield return [7, .. System.Text.Encoding.UTF8.GetBytes(one.GetProperty("text").GetString()!)];
        }
    }

    public override string Read(byte[] input)
    {
        if (input.Length == 0) return "ok";
        MessageDescriptor type = Messages[input[0] % Messages.Length];
        IMessage message = TextFormat.Parse(input.AsSpan(1), type);
        foreach (TextStyle style in Enum.GetValues<TextStyle>())
        {
            TextFormatOptions options = new() { Style = style };
            byte[] printed = TextFormat.PrintUtf8(message, options);
            if (!TextFormat.PrintUtf8(TextFormat.Parse(printed, type), options).AsSpan().SequenceEqual(printed)) throw new InvalidOperationException("What was printed reads as something else.");
        }

        return "ok " + type.Name;
    }
}

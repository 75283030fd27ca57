using Google.Protobuf;

namespace Weir;

/// <summary>Reads a message whose bytes may come from anywhere.</summary>
internal static class ExampleParsing
{
    public static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> serialized, string name)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(serialized);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Could not parse a tf.{name} of {serialized.Length} bytes: {e.Message}", e);
        }
    }
}

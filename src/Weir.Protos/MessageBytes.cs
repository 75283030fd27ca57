using System.Buffers;
using Google.Protobuf;

namespace Weir;

/// <summary>Reads messages of bytes that strangers have written: a file's, a request's.</summary>
/// <remarks>For messages that hold wrapped values, google.protobuf.Int64Value and its like: there the parser throws more than it says.</remarks>
public static class MessageBytes
{
    /// <summary>Reads a message.</summary>
    /// <param name="parser">The message's parser.</param>
    /// <param name="bytes">All of the message, and nothing else.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: the bytes are no such message.</exception>
    public static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> bytes)
        where T : IMessage<T> => (T)Parse((MessageParser)parser, bytes);

    /// <inheritdoc cref="Parse{T}(MessageParser{T}, ReadOnlySequence{byte})"/>
    public static T Parse<T>(MessageParser<T> parser, ReadOnlyMemory<byte> bytes)
        where T : IMessage<T> => Parse(parser, new ReadOnlySequence<byte>(bytes));

    /// <inheritdoc cref="Parse{T}(MessageParser{T}, ReadOnlySequence{byte})"/>
    public static IMessage Parse(MessageParser parser, ReadOnlySequence<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(parser);
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException)
        {
            // The second is thrown where a message of one wrapped value, a google.protobuf.Int64Value, is cut off.
            throw new TfException(StatusCode.InvalidArgument, e.Message, e);
        }
    }
}

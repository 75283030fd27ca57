using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Weir.Protos.Text;

namespace Weir;

/// <summary>Protobuf's text format (pbtxt): <c>saved_model.pbtxt</c>, the <c>checkpoint</c> file, the server's configuration files.</summary>
/// <remarks>
/// <para>Parsing takes exactly what TensorFlow's C++ runtime takes (<c>google/protobuf/text_format.cc</c>), and reports the first error
/// where it does; a string field must be valid UTF-8 besides. Printing gives the bytes that TensorFlow's Python writes.</para>
/// <para>Nothing here uses reflection on CLR types: text is translated to and from the binary encoding along the descriptors.
/// All members are safe to call from many threads.</para>
/// </remarks>
public static class TextFormat
{
    /// <summary>Every message of Weir's protos, for expanding Any.</summary>
    public static TypeRegistry KnownMessages => MessageCatalogue.Registry;

    /// <summary>Parses a text.</summary>
    /// <typeparam name="T">The message that the text describes.</typeparam>
    /// <param name="text">UTF-8, without a byte order mark.</param>
    /// <param name="options">Limits, and the types an Any may hold; null for the defaults.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT, with line and column (from 1; a tab moves to the next multiple of 8).</exception>
    public static T Parse<T>(ReadOnlySpan<byte> text, TextFormatOptions? options = null)
        where T : IMessage<T>, new()
    {
        T message = new();
        Merge(text, message, options);
        return message;
    }

    /// <summary>Parses a text into a message whose type is known at run time only.</summary>
    /// <param name="text">UTF-8, without a byte order mark.</param>
    /// <param name="type">A generated message's descriptor.</param>
    /// <param name="options">Limits, and the types an Any may hold; null for the defaults.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT, with line and column (from 1; a tab moves to the next multiple of 8).</exception>
    public static IMessage Parse(ReadOnlySpan<byte> text, MessageDescriptor type, TextFormatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        IMessage message = type.Parser.ParseFrom(ReadOnlySpan<byte>.Empty);
        Merge(text, message, options);
        return message;
    }

    /// <summary>Prints a message. The text is ASCII; unknown fields are left out; map entries come sorted by key.</summary>
    /// <param name="message">Not changed.</param>
    /// <param name="options">The types that an Any is expanded for, and the layout; null for the defaults.</param>
    public static string Print(IMessage message, TextFormatOptions? options = null) =>
        Encoding.UTF8.GetString(PrintUtf8(message, options));

    /// <summary>Prints a message as <see cref="Print"/> does, as bytes.</summary>
    /// <param name="message">Not changed.</param>
    /// <param name="options">The types that an Any is expanded for, and the layout; null for the defaults.</param>
    public static byte[] PrintUtf8(IMessage message, TextFormatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        TextPrinter printer = new(options ?? TextFormatOptions.Default);
        return printer.Print(message);
    }

    private static void Merge(ReadOnlySpan<byte> text, IMessage message, TextFormatOptions? options)
    {
        ByteWriter wire = new(text.Length / 2);
        TextParser parser = new(text, wire, options ?? TextFormatOptions.Default);
        parser.Parse(MessageSchema.Of(message.Descriptor));
        message.MergeFrom(wire.Written);
    }
}

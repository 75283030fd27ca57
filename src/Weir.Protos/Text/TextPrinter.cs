using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Text;

/// <summary>Translates the binary encoding into text, as TensorFlow's Python prints it.</summary>
internal sealed partial class TextPrinter(TextFormatOptions options)
{
    private const int IndentWidth = 2;

    /// <summary>An Any inside Anys is expanded this deep, so that a forged one cannot exhaust the stack.</summary>
    private const int MaxAnyDepth = 100;

    private readonly ByteWriter _output = new(1024);
    private readonly bool _isStr = options.Style == TextStyle.Str;
    private int _indent;
    private int _anyDepth;

    public byte[] Print(IMessage message)
    {
        Fields(MessageSchema.Of(message.Descriptor), message.ToByteArray());
        ReadOnlySpan<byte> text = _output.Written;
        return (options.SingleLine ? text.TrimEnd((byte)' ') : text).ToArray();
    }

    private void Fields(MessageSchema schema, ReadOnlySpan<byte> wire)
    {
        if (_isStr)
            wire = DeclarationOrder.Of(schema, wire);
        else if (schema.IsAny && TryExpandAny(wire))
            return;
        WireReader reader = new(wire);
        while (!reader.IsAtEnd)
        {
            uint tag = (uint)reader.Varint();
            FieldSchema? field = schema.Find((int)(tag >> 3));
            if (field is null || !field.Takes(tag))
            {
                // Unknown fields, and known numbers with another wire type, come last and are not printed.
                if (!reader.TrySkip(tag))
                    return;
            }
            else if (field.IsMap)
                Map(field, tag, ref reader);
            else if (field.IsMessage)
                Message(field.Utf8Name, field.Message, reader.Delimited());
            else if (tag != field.Tag)
                Packed(field, reader.Delimited());
            else
                Scalar(field, ref reader);
        }
    }

    private void Message(ReadOnlySpan<byte> name, MessageSchema schema, ReadOnlySpan<byte> content)
    {
        Indent();
        _output.Bytes(name);
        _output.Bytes(" {"u8);
        EndOfLine();
        _indent += IndentWidth;
        Fields(schema, content);
        _indent -= IndentWidth;
        Indent();
        _output.Byte((byte)'}');
        EndOfLine();
    }

    private void Packed(FieldSchema field, ReadOnlySpan<byte> values)
    {
        WireReader reader = new(values);
        while (!reader.IsAtEnd)
            Scalar(field, ref reader);
    }

    /// <summary>All entries of a map stand together in the binary; in the text they are sorted.</summary>
    private void Map(FieldSchema field, uint tag, ref WireReader reader)
    {
        List<MapEntryBytes> entries = [];
        MapEntryBytes.Add(entries, field.Message, reader.Delimited());
        while (!reader.IsAtEnd && reader.PeekTag() == tag)
        {
            reader.Varint();
            MapEntryBytes.Add(entries, field.Message, reader.Delimited());
        }
        if (_isStr)
            entries.Sort(MapEntryBytes.CompareStr);
        else
            entries.Sort();
        foreach (MapEntryBytes entry in entries)
            Message(field.Utf8Name, field.Message, entry.Content);
    }

    /// <summary>Expands an Any of a known type with valid content, and says whether it did.</summary>
    private bool TryExpandAny(ReadOnlySpan<byte> wire)
    {
        Google.Protobuf.WellKnownTypes.Any any = Google.Protobuf.WellKnownTypes.Any.Parser.ParseFrom(wire);
        int slash = any.TypeUrl.LastIndexOf('/');
        MessageDescriptor? type = _anyDepth >= MaxAnyDepth ? null : AnyType.Find(any.TypeUrl[..(slash + 1)], any.TypeUrl[(slash + 1)..], options);
        if (type is null || TryParse(type, any.Value) is not { } content)
            return false;
        _anyDepth++;
        Message(System.Text.Encoding.UTF8.GetBytes($"[{any.TypeUrl}]"), MessageSchema.Of(type), content.ToByteArray());
        _anyDepth--;
        return true;
    }

    private static IMessage? TryParse(MessageDescriptor type, ByteString content)
    {
        try
        {
            return MessageBytes.Parse(type.Parser, new System.Buffers.ReadOnlySequence<byte>(content.Memory));
        }
        catch (TfException)
        {
            return null;
        }
    }

    private void Indent()
    {
        if (!options.SingleLine)
            _output.Fill((byte)' ', _indent);
    }

    private void EndOfLine() => _output.Byte(options.SingleLine ? (byte)' ' : (byte)'\n');
}

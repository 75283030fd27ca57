using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Weir.Protos.Text;

internal ref partial struct TextParser
{
    /// <summary><c>[type.googleapis.com/some.Message] { ... }</c> inside an Any; TensorFlow's messages have no extensions.</summary>
    private void BracketedName(scoped SetFields fields)
    {
        Take((byte)'[');
        if (!fields.Schema.IsAny)
        {
            string name = FullName();
            Take((byte)']');
            throw _tokens.Error($"Extension \"{name}\" is not defined or is not an extension of \"{fields.Schema.Descriptor.FullName}\".");
        }
        string prefix = FullName() + "/";
        Take((byte)'/');
        string typeName = FullName();
        Take((byte)']');
        TryTake((byte)':');
        MessageDescriptor type = AnyType.Find(prefix, typeName, _options)
            ?? throw _tokens.Error($"Could not find type \"{prefix}{typeName}\" stored in google.protobuf.Any.");
        FieldSchema url = fields.Schema.Find(Any.TypeUrlFieldNumber)!;
        FieldSchema value = fields.Schema.Find(Any.ValueFieldNumber)!;
        AnyContent(url, value, type, prefix + typeName);
        if (fields.Has(url) || fields.Has(value))
            throw _tokens.Error("Non-repeated Any specified multiple times.");
        fields.Add(url);
        fields.Add(value);
    }

    /// <summary>The content is kept as bytes, so it is written in protobuf's canonical order and not in the text's.</summary>
    private void AnyContent(FieldSchema url, FieldSchema value, MessageDescriptor type, string typeUrl)
    {
        int start = _wire.Written.Length;
        Message(MessageSchema.Of(type));
        byte[] content = ReadBack(type, _wire.Since(start));
        _wire.Rewind(start);
        Delimited(url, Encoding.UTF8.GetBytes(typeUrl));
        Delimited(value, content);
    }

    private static byte[] ReadBack(MessageDescriptor type, ReadOnlySpan<byte> delimited) =>
        type.Parser.ParseFrom(delimited[ByteWriter.LengthBytes..]).ToByteArray();

    private readonly void Delimited(FieldSchema field, ReadOnlySpan<byte> content)
    {
        _wire.Varint(field.Tag);
        _wire.Varint((ulong)content.Length);
        _wire.Bytes(content);
    }

    private string FullName()
    {
        string name = Identifier();
        while (TryTake((byte)'.'))
            name += "." + Identifier();
        return name;
    }
}

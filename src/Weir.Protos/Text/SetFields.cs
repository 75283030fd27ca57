using Google.Protobuf.Reflection;

namespace Weir.Protos.Text;

/// <summary>Which singular fields of a message the text has set: none may be set twice, and only one of a oneof.</summary>
internal readonly ref struct SetFields(MessageSchema schema, Span<ulong> bits)
{
    private readonly Span<ulong> _bits = bits;

    public MessageSchema Schema { get; } = schema;

    /// <summary>The words that a message's bits take.</summary>
    public static int Words(MessageSchema schema) => (schema.Fields.Length + 63) / 64;

    public bool Has(FieldSchema field) => (_bits[field.Index >> 6] >> field.Index & 1) != 0;

    public void Add(FieldSchema field) => _bits[field.Index >> 6] |= 1UL << field.Index;

    /// <summary>A field without presence that was set to its default counts as not set, as in C++.</summary>
    public void RefuseSecond(FieldSchema field, in Tokenizer tokens)
    {
        if (field.IsRepeated)
            return;
        if (Has(field))
            throw tokens.Error($"Non-repeated field \"{field.Name}\" is specified multiple times.");
        if (field.Oneof is not { } oneof)
            return;
        foreach (FieldDescriptor other in oneof.Fields)
        {
            if (Has(Schema.Fields[other.Index]))
            {
                throw tokens.Error($"Field \"{field.Name}\" is specified along with field \"{other.Name}\", "
                    + $"another member of oneof \"{oneof.Name}\".");
            }
        }
    }
}

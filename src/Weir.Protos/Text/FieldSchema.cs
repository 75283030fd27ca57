using System.Text;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Text;

/// <summary>One field as the text format needs it.</summary>
internal sealed class FieldSchema
{
    private const uint LengthDelimited = 2;

    private readonly FieldDescriptor _descriptor;
    private MessageSchema? _message;
    private EnumSchema? _enum;

    public FieldSchema(FieldDescriptor descriptor)
    {
        _descriptor = descriptor;
        Utf8Name = Encoding.UTF8.GetBytes(descriptor.Name);
        Type = descriptor.FieldType;
        IsRepeated = descriptor.IsRepeated;
        HasPresence = descriptor.HasPresence;
        Tag = (uint)descriptor.FieldNumber << 3 | WireTypeOf(Type);
    }

    public string Name => _descriptor.Name;

    public byte[] Utf8Name { get; }

    public int Number => _descriptor.FieldNumber;

    public int Index => _descriptor.Index;

    public FieldType Type { get; }

    /// <summary>The tag of one unpacked value.</summary>
    public uint Tag { get; }

    /// <summary>Repeated fields and maps.</summary>
    public bool IsRepeated { get; }

    public bool IsMap => _descriptor.IsMap;

    /// <summary>False where a default value cannot be told from an absent one.</summary>
    public bool HasPresence { get; }

    /// <summary>The oneof in the source, if any.</summary>
    public OneofDescriptor? Oneof => _descriptor.RealContainingOneof;

    public bool IsMessage => Type == FieldType.Message;

    public MessageSchema Message => _message ??= MessageSchema.Of(_descriptor.MessageType);

    public EnumSchema Enum => _enum ??= new EnumSchema(_descriptor.EnumType);

    /// <summary>Whether a value with this tag is the field's: a single one, or several packed ones.</summary>
    public bool Takes(uint tag) => tag == Tag || (IsRepeated && tag == ((uint)Number << 3 | LengthDelimited));

    private static uint WireTypeOf(FieldType type) => type switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => 1,
        FieldType.String or FieldType.Bytes or FieldType.Message => LengthDelimited,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => 5,
        FieldType.Group => throw new NotSupportedException("Groups do not occur in TensorFlow's messages."),
        _ => 0,
    };
}

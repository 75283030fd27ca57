using System.Collections.Concurrent;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Weir.Protos.Text;

/// <summary>A message's fields as the text format looks them up: by UTF-8 name and by number.</summary>
internal sealed class MessageSchema
{
    private static readonly ConcurrentDictionary<MessageDescriptor, MessageSchema> Cache = new();

    private readonly Dictionary<byte[], FieldSchema> _byName = new(Utf8NameComparer.Instance);
    private readonly Dictionary<byte[], FieldSchema>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8Name;
    private readonly Dictionary<int, FieldSchema> _byNumber = [];
    private HashSet<string>? _reservedNames;

    private MessageSchema(MessageDescriptor descriptor)
    {
        Descriptor = descriptor;
        Fields = [.. descriptor.Fields.InDeclarationOrder().Select(field => new FieldSchema(field))];
        foreach (FieldSchema field in Fields)
        {
            _byName.Add(field.Utf8Name, field);
            _byNumber.Add(field.Number, field);
        }
        IsDeclaredByNumber = Fields.Zip(Fields.Skip(1)).All(pair => pair.First.Number < pair.Second.Number);
        _byUtf8Name = _byName.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public MessageDescriptor Descriptor { get; }

    /// <summary>In declaration order: a field's <see cref="FieldSchema.Index"/> is its place here.</summary>
    public FieldSchema[] Fields { get; }

    /// <summary>Whether the fields are declared in the order of their numbers.</summary>
    public bool IsDeclaredByNumber { get; }

    public bool IsAny => Descriptor.FullName == Any.Descriptor.FullName;

    public static MessageSchema Of(MessageDescriptor descriptor) =>
        Cache.TryGetValue(descriptor, out MessageSchema? schema) ? schema : Cache.GetOrAdd(descriptor, new MessageSchema(descriptor));

    public FieldSchema? Find(ReadOnlySpan<byte> name) => _byUtf8Name.TryGetValue(name, out FieldSchema? field) ? field : null;

    public FieldSchema? Find(int number) => _byNumber.GetValueOrDefault(number);

    /// <summary>A text that sets a field which the message once had is valid; the field is skipped.</summary>
    public bool IsReserved(string name) => (_reservedNames ??= [.. Descriptor.ToProto().ReservedName]).Contains(name);
}

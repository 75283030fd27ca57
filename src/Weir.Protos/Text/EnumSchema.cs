using System.Text;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Text;

/// <summary>An enum's values by UTF-8 name and by number; of several names for a number the first is printed.</summary>
internal sealed class EnumSchema
{
    private readonly Dictionary<byte[], int> _byName = new(Utf8NameComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8Name;
    private readonly Dictionary<int, byte[]> _byNumber = [];

    public EnumSchema(EnumDescriptor descriptor)
    {
        foreach (EnumValueDescriptor value in descriptor.Values)
        {
            byte[] name = Encoding.UTF8.GetBytes(value.Name);
            _byName.Add(name, value.Number);
            _byNumber.TryAdd(value.Number, name);
        }
        _byUtf8Name = _byName.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public bool TryFind(ReadOnlySpan<byte> name, out int number) => _byUtf8Name.TryGetValue(name, out number);

    public byte[]? Find(int number) => _byNumber.GetValueOrDefault(number);
}

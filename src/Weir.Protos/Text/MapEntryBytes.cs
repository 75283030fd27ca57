using Google.Protobuf.Reflection;

namespace Weir.Protos.Text;

/// <summary>One entry of a map in its binary encoding, ordered by its key: strings by their bytes, numbers by value.</summary>
internal readonly struct MapEntryBytes : IComparable<MapEntryBytes>
{
    private readonly byte[] _text;
    private readonly Int128 _number;

    private MapEntryBytes(byte[] content, byte[] text, Int128 number)
    {
        Content = content;
        _text = text;
        _number = number;
    }

    public byte[] Content { get; }

    public static void Add(List<MapEntryBytes> entries, MessageSchema entry, ReadOnlySpan<byte> content)
    {
        FieldSchema key = entry.Find(1)!;
        byte[] text = [];
        Int128 number = 0;
        WireReader reader = new(content);
        // A key that is its type's default may be left out.
        if (!reader.IsAtEnd && reader.PeekTag() == key.Tag)
        {
            reader.Varint();
            if (key.Type == FieldType.String)
                text = reader.Delimited().ToArray();
            else
                number = TextPrinter.MapKey(key.Type, ref reader);
        }
        entries.Add(new MapEntryBytes(content.ToArray(), text, number));
    }

    public int CompareTo(MapEntryBytes other)
    {
        int order = _text.AsSpan().SequenceCompareTo(other._text);
        return order != 0 ? order : _number.CompareTo(other._number);
    }

    /// <summary>The order of <see cref="TextStyle.Str"/>: strings from the last to the first, but a beginning before the whole.</summary>
    public static int CompareStr(MapEntryBytes left, MapEntryBytes right)
    {
        int common = Math.Min(left._text.Length, right._text.Length);
        int order = right._text.AsSpan(0, common).SequenceCompareTo(left._text.AsSpan(0, common));
        return order != 0 ? order : left.CompareTo(right);
    }
}

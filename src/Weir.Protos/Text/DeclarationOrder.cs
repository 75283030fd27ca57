namespace Weir.Protos.Text;

/// <summary>Puts the fields of an encoded message, which come by number, in the order in which the message declares them.</summary>
internal static class DeclarationOrder
{
    /// <summary>The same fields in the order of declaration; unknown ones are left out.</summary>
    public static ReadOnlySpan<byte> Of(MessageSchema schema, ReadOnlySpan<byte> wire)
    {
        if (schema.IsDeclaredByNumber)
            return wire;
        List<(int Index, int Start, int End)> fields = [];
        WireReader reader = new(wire);
        while (!reader.IsAtEnd)
        {
            int start = wire.Length - reader.Left;
            uint tag = (uint)reader.Varint();
            FieldSchema? field = schema.Find((int)(tag >> 3));
            if (!reader.TrySkip(tag))
                break;
            if (field is not null && field.Takes(tag))
                fields.Add((field.Index, start, wire.Length - reader.Left));
        }
        byte[] ordered = new byte[wire.Length];
        int length = 0;
        foreach ((int _, int start, int end) in fields.OrderBy(field => field.Index))
        {
            wire[start..end].CopyTo(ordered.AsSpan(length));
            length += end - start;
        }
        return ordered.AsSpan(0, length);
    }
}

using System.Buffers;

namespace Weir.Ops;

/// <summary>Finds the fields of a record of comma-separated values.</summary>
/// <param name="delimiter">The byte between fields.</param>
/// <param name="quotes">Whether a field may stand in quotes, a quote in it doubled.</param>
/// <param name="columns">Which fields are wanted, in order; empty: all.</param>
internal sealed class CsvFields(byte delimiter, bool quotes, long[] columns)
{
    /// <summary>Writes the wanted fields' text one after the other, and where each is.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: quotes or line ends where none may be.</exception>
    public void Split(ReadOnlySpan<byte> record, ArrayBufferWriter<byte> text, List<Range> fields)
    {
        text.ResetWrittenCount();
        fields.Clear();
        int at = 0;
        long number = 0;
        while (at < record.Length)
        {
            if (record[at] is (byte)'\n' or (byte)'\r')
            {
                at++;
                continue;
            }

            int start = text.WrittenCount;
            bool isWanted = IsWanted(number, fields.Count);
            ReadOnlySpan<byte> rest = record[at..];
            at += quotes && rest[0] == '"' ? Quoted(rest, isWanted ? text : null) : Plain(rest, isWanted ? text : null);
            number++;
            if (!isWanted) continue;
            fields.Add(start..text.WrittenCount);
            if (fields.Count == columns.Length) return;
        }

        if (record.Length > 0 && record[^1] == delimiter && IsWanted(number, fields.Count)) fields.Add(text.WrittenCount..text.WrittenCount);
    }

    private bool IsWanted(long number, int found) => columns.Length == 0 || columns[found] == number;

    /// <returns>How many bytes the field takes, its delimiter included.</returns>
    private int Plain(ReadOnlySpan<byte> rest, ArrayBufferWriter<byte>? text)
    {
        int end = rest.IndexOf(delimiter);
        ReadOnlySpan<byte> field = end < 0 ? rest : rest[..end];
        if (field.IndexOfAny("\n\r"u8) >= 0 || (quotes && field.Contains((byte)'"')))
        {
            throw Invalid("Unquoted fields cannot have quotes/CRLFs inside");
        }

        text?.Write(field);
        return field.Length + 1;
    }

    private int Quoted(ReadOnlySpan<byte> rest, ArrayBufferWriter<byte>? text)
    {
        int at = 1;
        while (at < rest.Length - 1 && (rest[at] != '"' || rest[at + 1] != delimiter))
        {
            if (rest[at] == '"' && rest[at + 1] != '"') throw Invalid("Quote inside a string has to be escaped by another quote");
            text?.Write(rest.Slice(at, 1));
            at += rest[at] == '"' ? 2 : 1;
        }

        bool isClosed = at < rest.Length && rest[at] == '"' && (at == rest.Length - 1 || rest[at + 1] == delimiter);
        return isClosed ? at + 2 : throw Invalid("Quoted field has to end with quote followed by delim or end");
    }

    private static TfException Invalid(string message) => new(StatusCode.InvalidArgument, message);
}

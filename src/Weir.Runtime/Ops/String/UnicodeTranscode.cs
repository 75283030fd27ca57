using System.Runtime.InteropServices;

namespace Weir.Ops;

/// <summary>Strings in another encoding: UTF-8, or UTF-16 or UTF-32 with the first byte first.</summary>
/// <remarks>Source: unicode_ops.cc.</remarks>
internal static class UnicodeTranscode
{
    public static readonly Op Op = new StringMapOp("UnicodeTranscode(input: string) -> output: string; input_encoding: string; "
        + "output_encoding: {\"UTF-8\", \"UTF-16-BE\", \"UTF-32-BE\"}; errors: {\"strict\", \"replace\", \"ignore\"} = \"replace\"; "
        + "replacement_char: int = 65533; "
        + "replace_control_characters: bool = false", r => new Transcode(UnicodeText.Named(r.String("input_encoding")), r.String("output_encoding"), UnicodeErrors.Of(r, hasControls: true)));

    private sealed class Transcode(UnicodeText from, string to, UnicodeErrors errors) : StringMapKernel
    {
        protected override byte[] Map(byte[] text)
        {
            List<DecodedChar> characters = [];
            from.Decode(text, characters);
            List<int> runes = new(characters.Count);
            foreach (DecodedChar character in characters)
            {
                int rune = errors.Resolve(character.Rune);
                if (rune >= 0) runes.Add(rune);
            }

            return UnicodeText.Encode(CollectionsMarshal.AsSpan(runes), to);
        }
    }
}

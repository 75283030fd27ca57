using System.Text;

namespace Weir.Ops;

/// <summary>Strings in lower and in upper case: of ASCII alone, or with the encoding <c>utf-8</c> of all of Unicode as ICU has it.</summary>
/// <remarks>Source: string_lower_op.cc, string_upper_op.cc.</remarks>
internal static class StringCase
{
    public static readonly Op[] All =
    [
        new StringMapOp("StringLower(input: string) -> output: string; encoding: string = \"\"", r => Kernel(r, Ascii.ToLower, FullCase.ToLower)),
        new StringMapOp("StringUpper(input: string) -> output: string; encoding: string = \"\"", r => Kernel(r, Ascii.ToUpper, FullCase.ToUpper)),
    ];

    private delegate System.Buffers.OperationStatus AsciiFunction(ReadOnlySpan<byte> source, Span<byte> destination, out int written);

    private static StringFunctionKernel Kernel(KernelRequest r, AsciiFunction ascii, Func<string, string> unicode) => r.String("encoding") switch
    {
        "" => new StringFunctionKernel(text => MapAscii(text, ascii)),
        "utf-8" => new StringFunctionKernel(text => MapUnicode(text, ascii, unicode)),
        string other => throw new TfException(StatusCode.InvalidArgument, $"only utf-8 or '' (no encoding) is supported, received {other}"),
    };

    /// <remarks>Bytes above ASCII are kept one by one: the fast function stops at them.</remarks>
    private static byte[] MapAscii(byte[] text, AsciiFunction function)
    {
        byte[] mapped = new byte[text.Length];
        for (int at = 0; at < text.Length;)
        {
            function(text.AsSpan(at), mapped.AsSpan(at), out int written);
            at += written;
            while (at < text.Length && text[at] >= 0x80) mapped[at] = text[at++];
        }

        return mapped;
    }

    private static byte[] MapUnicode(byte[] text, AsciiFunction ascii, Func<string, string> unicode) =>
        Ascii.IsValid(text) ? MapAscii(text, ascii) : Encoding.UTF8.GetBytes(unicode(Encoding.UTF8.GetString(text)));
}

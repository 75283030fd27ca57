using System.Buffers.Text;

namespace Weir.Ops;

/// <summary>Base64 in the alphabet for web addresses.</summary>
/// <remarks>Source: base64_ops.cc, lib/strings/base64.cc.</remarks>
internal static class Base64Strings
{
    public static readonly Op[] All =
    [
        new StringMapOp("DecodeBase64(input: string) -> output: string", _ => new StringFunctionKernel(Decode)),
        new StringMapOp("EncodeBase64(input: string) -> output: string; pad: bool = false", r => new StringFunctionKernel(r.Bool("pad") ? EncodePadded : Encode)),
    ];

    private static byte[] Encode(byte[] bytes) => Base64Url.EncodeToUtf8(bytes);

    private static byte[] EncodePadded(byte[] bytes)
    {
        byte[] digits = Base64Url.EncodeToUtf8(bytes);
        int length = (digits.Length + 3) / 4 * 4;
        byte[] padded = new byte[length];
        digits.CopyTo(padded, 0);
        padded.AsSpan(digits.Length).Fill((byte)'=');
        return padded;
    }

    /// <remarks>Bits that fill up the last digit may be anything.</remarks>
    private static byte[] Decode(byte[] text)
    {
        if (text.Length % 4 == 1) throw new TfException(StatusCode.InvalidArgument, "Base64 string length cannot be 1 modulo 4.");
        ReadOnlySpan<byte> digits = text;
        for (int i = 0; i < 2 && text.Length % 4 == 0 && digits is [.., (byte)'=']; i++) digits = digits[..^1];
        byte[] bytes = new byte[digits.Length * 3L / 4];
        uint bits = 0;
        int at = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            bits = (bits << 6) | Value(digits[i]);
            if (i % 4 > 0) bytes[at++] = (byte)(bits >> (6 - (2 * (i % 4))));
        }

        return bytes;
    }

    private static uint Value(byte digit) => digit switch
    {
        >= (byte)'A' and <= (byte)'Z' => digit - (uint)'A',
        >= (byte)'a' and <= (byte)'z' => digit - (uint)'a' + 26,
        >= (byte)'0' and <= (byte)'9' => digit - (uint)'0' + 52,
        (byte)'-' => 62,
        (byte)'_' => 63,
        _ => throw new TfException(StatusCode.InvalidArgument, "Invalid character found in base64."),
    };
}

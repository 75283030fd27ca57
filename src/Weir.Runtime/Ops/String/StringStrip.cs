namespace Weir.Ops;

/// <summary>Strings without the blanks at their ends.</summary>
/// <remarks>Source: string_strip_op.cc.</remarks>
internal static class StringStrip
{
    public static readonly Op Op = new StringMapOp("StringStrip(input: string) -> output: string", _ => new StringFunctionKernel(Strip));

    private static byte[] Strip(byte[] text)
    {
        ReadOnlySpan<byte> stripped = text.AsSpan().Trim(AsciiBlanks.All);
        return stripped.Length == text.Length ? text : stripped.ToArray();
    }
}

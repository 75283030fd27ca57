namespace Weir;

/// <summary>The numbers of int4 and uint4: the low four bits of a byte. The others count for nothing, whatever a file has there.</summary>
/// <remarks>TensorFlow writes -1 as 0x0f. Source: int4.h of ml_dtypes.</remarks>
internal static class HalfByte
{
    public static sbyte Signed(byte bits) => (sbyte)((sbyte)(bits << 4) >> 4);

    public static byte Unsigned(byte bits) => (byte)(bits & 0xF);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>Between masks and bytes that are 0 or 1.</summary>
internal static unsafe class BooleanBytes
{
    /// <summary>Writes <paramref name="count"/> low bits as bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ulong bits, int count, bool* destination)
    {
        if (count == 2)
            *(ushort*)destination = (ushort)Spread(bits & 3);
        else if (count == 4)
            *(uint*)destination = (uint)Spread(bits & 15);
        else
        {
            for (int i = 0; i < count; i += 8)
                *(ulong*)(destination + i) = Spread((bits >> i) & 255);
        }
    }

    public static Vector128<ushort> Widen2(bool* source, Vector128<ushort> width) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsByte());

    public static Vector256<ushort> Widen2(bool* source, Vector256<ushort> width) =>
        Vector256.WidenLower(Vector128.Load((byte*)source).ToVector256Unsafe());

    public static Vector512<ushort> Widen2(bool* source, Vector512<ushort> width) =>
        Vector512.WidenLower(Vector256.Load((byte*)source).ToVector512Unsafe());

    public static Vector128<uint> Widen4(bool* source, Vector128<uint> width) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)source).AsByte()));

    public static Vector256<uint> Widen4(bool* source, Vector256<uint> width) =>
        Vector256.WidenLower(Widen2(source, default(Vector128<ushort>)).ToVector256Unsafe());

    public static Vector512<uint> Widen4(bool* source, Vector512<uint> width) =>
        Vector512.WidenLower(Widen2(source, default(Vector256<ushort>)).ToVector512Unsafe());

    public static Vector128<ulong> Widen8(bool* source, Vector128<ulong> width) =>
        Vector128.Create((ulong)*(byte*)source, *((byte*)source + 1));

    public static Vector256<ulong> Widen8(bool* source, Vector256<ulong> width) =>
        Vector256.WidenLower(Widen4(source, default(Vector128<uint>)).ToVector256Unsafe());

    public static Vector512<ulong> Widen8(bool* source, Vector512<ulong> width) =>
        Vector512.WidenLower(Widen4(source, default(Vector256<uint>)).ToVector512Unsafe());

    // Eight bits to eight bytes. Without the instruction: copy the bits to all bytes, keep a different one in each, make it 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Spread(ulong bits)
    {
        if (Bmi2.X64.IsSupported)
            return Bmi2.X64.ParallelBitDeposit(bits, 0x0101010101010101);
        ulong single = (bits * 0x0101010101010101) & 0x8040201008040201;
        return ((single + 0x7F7F7F7F7F7F7F7F) | single) >> 7 & 0x0101010101010101;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>Asks for memory that is needed soon, for it takes longer to come than a kernel can wait. Nothing is read: any address will do.</summary>
internal static unsafe class Ahead
{
    private const int LineBytes = 64;

    /// <summary>The line around an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <summary>Pieces that lie a step apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(void* first, nint pieces, nint step, nint bytes)
    {
        if (!Sse.IsSupported)
            return;
        byte* piece = (byte*)first;
        for (; pieces > 0; pieces--, piece += step)
        {
            for (nint at = 0; at < bytes; at += LineBytes)
                Sse.Prefetch0(piece + at);
        }
    }
}

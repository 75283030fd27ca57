using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Weir.Simd;

/// <summary>Between <see cref="Half"/> or <see cref="BFloat16"/> and <see cref="float"/>, by blocks.</summary>
internal static unsafe class NarrowFloats
{
    /// <summary>A block that fits on the stack, and in the first-level cache together with two more.</summary>
    public const int BlockLength = 1024;

    /// <summary>Exact.</summary>
    public static void Widen<T>(T* x, float* y, nint n)
        where T : unmanaged
    {
        if (typeof(T) == typeof(Half))
            TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(x, (int)n), new Span<float>(y, (int)n));
        else
            WidenBFloat16((ushort*)x, y, n);
    }

    /// <summary>A widened copy in scratch memory.</summary>
    public static float* Widen<T>(ScratchUse use, T* x, nint n)
        where T : unmanaged
    {
        float* wide = Scratch.Get<float>(use, n);
        Widen(x, wide, n);
        return wide;
    }

    /// <summary>Widens what a loop reads of an operand: the elements from <paramref name="i"/> on, or the one that is repeated.</summary>
    public static void WidenOperand<T, TX>(T* x, nint i, float* wide, nint length)
        where T : unmanaged
        where TX : struct, IOperand
    {
        if (typeof(TX) == typeof(Repeated))
            Widen(x, wide, 1);
        else
            Widen(x + i, wide, length);
    }

    /// <summary>To nearest, ties to even.</summary>
    public static void Round<T>(float* x, T* y, nint n)
        where T : unmanaged
    {
        if (typeof(T) == typeof(Half))
            TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>(x, (int)n), new Span<Half>(y, (int)n));
        else
            RoundBFloat16(x, (ushort*)y, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenBFloat16(ushort* x, float* y, nint n)
    {
        nint i = 0;
        for (; i <= n - 8; i += 8)
        {
            (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.Load(x + i));
            (low << 16).AsSingle().Store(y + i);
            (high << 16).AsSingle().Store(y + i + 4);
        }
        for (; i < n; i++)
            y[i] = BitConverter.UInt32BitsToSingle((uint)x[i] << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RoundBFloat16(float* x, ushort* y, nint n)
    {
        nint i = 0;
        for (; i <= n - 8; i += 8)
            Vector128.Narrow(Round(Vector128.Load(x + i)), Round(Vector128.Load(x + i + 4))).Store(y + i);
        for (; i < n; i++)
            y[i] = ((BFloat16)x[i]).ToBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Round(Vector128<float> x)
    {
        Vector128<uint> bits = x.AsUInt32();
        Vector128<uint> high = bits >> 16;
        Vector128<uint> rounded = (bits + Vector128.Create(0x7FFFu) + (high & Vector128<uint>.One)) >> 16;
        return Vector128.ConditionalSelect(Vector128.IsNaN(x).AsUInt32(), high | Vector128.Create(0x40u), rounded);
    }
}

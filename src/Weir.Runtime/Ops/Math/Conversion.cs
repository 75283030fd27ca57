using System.Numerics;
using System.Numerics.Tensors;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Converts blocks of elements from one dtype to another. Dtypes without arithmetic of their own go by way of one that has it.</summary>
internal abstract unsafe class Conversion
{
    /// <summary>The most elements at a time: two blocks of the widest fit on the stack.</summary>
    public const int BlockLength = 1024;

    /// <summary>Converts up to <see cref="BlockLength"/> elements.</summary>
    public abstract void Run(void* x, void* y, int length);

    /// <summary>The conversion; null: there is none.</summary>
    public static Conversion? Find(DType from, DType to, bool truncate)
    {
        if (from == to) return null;
        if (truncate && BitsCut(from, to) is > 0 and int bits) return new Chain(new CutMantissa(from, bits), Find(from, to, truncate: false)!, from);
        return (from, to) switch
        {
            (DType.Bool, _) => Find(DType.UInt8, to, false) ?? (to == DType.UInt8 ? new Copy(1) : null),
            (DType.Int4, _) => After(new LowHalf(signed: true), DType.Int8, to),
            (DType.UInt4, _) => After(new LowHalf(signed: false), DType.UInt8, to),
            (DType.Complex64, DType.Complex128) => new WidenComplex(),
            (DType.Complex128, DType.Complex64) => new NarrowComplex(),
            (DType.Complex64, _) => After(new RealOfSingle(), DType.Float32, to),
            (DType.Complex128, _) => After(new RealOfDouble(), DType.Float64, to),
            (DType.Float8E5M2 or DType.Float8E4M3FN, _) => After(new WidenFloat8(Float8.Of(from)), DType.Float32, to),
            (DType.Float16, _) => After(new Widen<Half>(), DType.Float32, to),
            (DType.BFloat16, _) => After(new Widen<BFloat16>(), DType.Float32, to),
            (_, DType.Int4) => Before(from, DType.Int8, new LowHalf(signed: false)),
            (_, DType.UInt4) => Before(from, DType.UInt8, new LowHalf(signed: false)),
            (_, DType.Complex64) => Before(from, DType.Float32, new ComplexOfSingle()),
            (_, DType.Complex128) => Before(from, DType.Float64, new ComplexOfDouble()),
            (_, DType.Float8E5M2 or DType.Float8E4M3FN) => Before(from, DType.Float32, new NarrowFloat8(Float8.Of(to))),
            (_, DType.Float16) => Before(from, DType.Float32, new Narrow<Half>()),
            (_, DType.BFloat16) => Before(from, DType.Float32, new Narrow<BFloat16>()),
            _ => from switch
            {
                DType.Float32 => From<float>(to),
                DType.Float64 => From<double>(to),
                DType.Int8 => From<sbyte>(to),
                DType.Int16 => From<short>(to),
                DType.Int32 => From<int>(to),
                DType.Int64 => From<long>(to),
                DType.UInt8 => From<byte>(to),
                DType.UInt16 => From<ushort>(to),
                DType.UInt32 => From<uint>(to),
                DType.UInt64 => From<ulong>(to),
                _ => null,
            },
        };
    }

    private static Conversion? From<T>(DType to) where T : unmanaged, INumber<T> => to switch
    {
        DType.Bool => new NotZero<T>(),
        DType.Float32 => new Direct<T, float>(),
        DType.Float64 => new Direct<T, double>(),
        DType.Int8 => new Direct<T, sbyte>(),
        DType.Int16 => new Direct<T, short>(),
        DType.Int32 => new Direct<T, int>(),
        DType.Int64 => new Direct<T, long>(),
        DType.UInt8 => new Direct<T, byte>(),
        DType.UInt16 => new Direct<T, ushort>(),
        DType.UInt32 => new Direct<T, uint>(),
        DType.UInt64 => new Direct<T, ulong>(),
        _ => null,
    };

    private static Conversion? After(Conversion first, DType middle, DType to) =>
        middle == to ? first : Find(middle, to, false) is { } second ? new Chain(first, second, middle) : null;

    private static Conversion? Before(DType from, DType middle, Conversion second) =>
        from == middle ? second : Find(from, middle, false) is { } first ? new Chain(first, second, middle) : null;

    /// <summary>TensorFlow cuts doubles that become complex64 too far, into the exponent: 1 gives 0.5.</summary>
    private const int DoubleBitsOfComplex = 53;

    /// <summary>The bits of the mantissa that a narrower floating dtype does not have. Half, and double to bfloat16, go by way of float, uncut.</summary>
    private static int BitsCut(DType from, DType to) => from == DType.Float16 || (from == DType.Float64 && to == DType.BFloat16) ? 0
        : from == DType.Float64 && to == DType.Complex64 ? DoubleBitsOfComplex : MantissaBits(from) - MantissaBits(to) is > 0 and int bits && MantissaBits(to) > 0 ? bits : 0;

    private static int MantissaBits(DType dtype) => dtype switch
    {
        DType.Float64 or DType.Complex128 => 52,
        DType.Float32 or DType.Complex64 => 23,
        DType.Float16 => 10,
        DType.BFloat16 => 7,
        _ => 0,
    };

    private sealed class Chain(Conversion first, Conversion second, DType middle) : Conversion
    {
        private readonly int size = middle.ElementSize();

        public override void Run(void* x, void* y, int length)
        {
            byte* block = stackalloc byte[BlockLength * size];
            first.Run(x, block, length);
            second.Run(block, y, length);
        }
    }

    private sealed class Copy(int size) : Conversion
    {
        public override void Run(void* x, void* y, int length) => Buffer.MemoryCopy(x, y, (long)length * size, (long)length * size);
    }

    private sealed class Direct<TFrom, TTo> : Conversion
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        public override void Run(void* x, void* y, int length) =>
            TensorPrimitives.ConvertTruncating<TFrom, TTo>(new ReadOnlySpan<TFrom>(x, length), new Span<TTo>(y, length));
    }

    private sealed class NotZero<T> : Conversion
        where T : unmanaged, INumber<T>
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((bool*)y)[i] = ((T*)x)[i] != T.Zero;
        }
    }

    private sealed class Widen<T> : Conversion
        where T : unmanaged
    {
        public override void Run(void* x, void* y, int length) => NarrowFloats.Widen((T*)x, (float*)y, length);
    }

    private sealed class Narrow<T> : Conversion
        where T : unmanaged
    {
        public override void Run(void* x, void* y, int length) => NarrowFloats.Round((float*)x, (T*)y, length);
    }

    /// <summary>Four bits, held in a byte each.</summary>
    private sealed class LowHalf(bool signed) : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((byte*)y)[i] = signed ? (byte)HalfByte.Signed(((byte*)x)[i]) : HalfByte.Unsigned(((byte*)x)[i]);
        }
    }

    private sealed class WidenFloat8(Float8 format) : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((float*)y)[i] = format.Decode(((byte*)x)[i]);
        }
    }

    private sealed class NarrowFloat8(Float8 format) : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((byte*)y)[i] = format.Encode(((float*)x)[i]);
        }
    }

    private sealed class RealOfSingle : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((float*)y)[i] = ((Complex64*)x)[i].Real;
        }
    }

    private sealed class RealOfDouble : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((double*)y)[i] = ((Complex*)x)[i].Real;
        }
    }

    private sealed class ComplexOfSingle : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((Complex64*)y)[i] = new Complex64(((float*)x)[i], 0);
        }
    }

    private sealed class ComplexOfDouble : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((Complex*)y)[i] = ((double*)x)[i];
        }
    }

    private sealed class WidenComplex : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((Complex*)y)[i] = ((Complex64*)x)[i];
        }
    }

    private sealed class NarrowComplex : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            for (int i = 0; i < length; i++) ((Complex64*)y)[i] = (Complex64)((Complex*)x)[i];
        }
    }

    /// <summary>Sets the lowest bits of floating numbers to 0; NaN stays NaN.</summary>
    private sealed class CutMantissa(DType dtype, int bits) : Conversion
    {
        public override void Run(void* x, void* y, int length)
        {
            switch (dtype)
            {
                case DType.Float32 or DType.Complex64:
                    int parts = dtype == DType.Complex64 ? 2 * length : length;
                    for (int i = 0; i < parts; i++) ((uint*)y)[i] = ((uint*)x)[i] & (float.IsNaN(((float*)x)[i]) ? uint.MaxValue : uint.MaxValue << bits);
                    break;
                default:
                    int wideParts = dtype == DType.Complex128 ? 2 * length : length;
                    for (int i = 0; i < wideParts; i++) ((ulong*)y)[i] = ((ulong*)x)[i] & (double.IsNaN(((double*)x)[i]) ? ulong.MaxValue : ulong.MaxValue << bits);
                    break;
            }
        }
    }
}

using System.Numerics;

namespace Weir.Ops;

/// <summary>A set of dtypes: those that a kernel is made for.</summary>
internal readonly struct ElementTypes
{
    private readonly ulong bits;

    public ElementTypes(params ReadOnlySpan<DType> types)
    {
        foreach (DType type in types) bits |= 1UL << (int)type;
    }

    private ElementTypes(ulong bits) => this.bits = bits;

    public static ElementTypes Floats { get; } = new(DType.Float32, DType.Float64, DType.Float16, DType.BFloat16);

    public static ElementTypes WideFloats { get; } = new(DType.Float32, DType.Float64);

    public static ElementTypes Complex { get; } = new(DType.Complex64, DType.Complex128);

    public static ElementTypes SignedIntegers { get; } = new(DType.Int8, DType.Int16, DType.Int32, DType.Int64);

    public static ElementTypes Integers { get; } = SignedIntegers | new ElementTypes(DType.UInt8, DType.UInt16, DType.UInt32, DType.UInt64);

    public static ElementTypes Reals { get; } = Floats | Integers;

    public static ElementTypes FloatsAndComplex { get; } = Floats | Complex;

    public static ElementTypes Numbers { get; } = Reals | Complex;

    public static ElementTypes Quantized { get; } = new(DType.QInt8, DType.QUInt8, DType.QInt16, DType.QUInt16, DType.QInt32);

    public static ElementTypes operator |(ElementTypes left, ElementTypes right) => new(left.bits | right.bits);

    public bool Contains(DType dtype) => (uint)dtype < 64 && (bits >> (int)dtype & 1) != 0;
}

/// <summary>Makes a kernel for elements of one .NET type.</summary>
internal interface IKernelMaker
{
    Kernel Make<T>() where T : unmanaged;
}

/// <summary>Makes a kernel for elements of one .NET type, of any kind: see <see cref="MovedElements"/>.</summary>
internal interface IMovingKernelMaker
{
    Kernel Make<T>();
}

/// <summary>Makes a kernel for elements that have an order.</summary>
internal interface IOrderedKernelMaker
{
    Kernel Make<T>() where T : unmanaged, IComparisonOperators<T, T, bool>;
}

/// <summary>Makes a kernel for whole numbers.</summary>
internal interface IIntegerKernelMaker
{
    Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;
}

/// <summary>The one place where a dtype becomes a .NET type: once a plan, not in any loop.</summary>
internal static class KernelTypes
{
    /// <summary>The kernel for the elements of a type attribute.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: TensorFlow has no kernel for this dtype either.</exception>
    public static Kernel ForType<TMaker>(this KernelRequest r, ElementTypes types, TMaker maker, string attribute = "T")
        where TMaker : struct, IKernelMaker
    {
        DType dtype = r.Type(attribute);
        return types.Contains(dtype) ? Number(dtype, maker) ?? Whole(dtype, maker) ?? throw r.NoKernel(attribute) : throw r.NoKernel(attribute);
    }

    /// <summary>The same for kernels of floating and complex numbers only, so that no others are compiled.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: TensorFlow has no kernel for this dtype either.</exception>
    public static Kernel ForNumber<TMaker>(this KernelRequest r, ElementTypes types, TMaker maker, string attribute = "T")
        where TMaker : struct, IKernelMaker
    {
        DType dtype = r.Type(attribute);
        return types.Contains(dtype) ? Number(dtype, maker) ?? throw r.NoKernel(attribute) : throw r.NoKernel(attribute);
    }

    /// <summary>The kernel for real numbers, all of which have an order.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the dtype is not real.</exception>
    public static Kernel ForOrdered<TMaker>(this KernelRequest r, TMaker maker, string attribute = "T")
        where TMaker : struct, IOrderedKernelMaker => r.Type(attribute) switch
    {
        DType.Float32 => maker.Make<float>(),
        DType.Float64 => maker.Make<double>(),
        DType.Float16 => maker.Make<Half>(),
        DType.BFloat16 => maker.Make<BFloat16>(),
        DType.Int8 => maker.Make<sbyte>(),
        DType.Int16 => maker.Make<short>(),
        DType.Int32 => maker.Make<int>(),
        DType.Int64 => maker.Make<long>(),
        DType.UInt8 => maker.Make<byte>(),
        DType.UInt16 => maker.Make<ushort>(),
        DType.UInt32 => maker.Make<uint>(),
        DType.UInt64 => maker.Make<ulong>(),
        _ => throw r.NoKernel(attribute),
    };

    /// <summary>The kernel for integers.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the dtype is no integer's.</exception>
    public static Kernel ForInteger<TMaker>(this KernelRequest r, TMaker maker, string attribute = "T")
        where TMaker : struct, IIntegerKernelMaker => r.Type(attribute) switch
    {
        DType.Int8 => maker.Make<sbyte>(),
        DType.Int16 => maker.Make<short>(),
        DType.Int32 => maker.Make<int>(),
        DType.Int64 => maker.Make<long>(),
        DType.UInt8 => maker.Make<byte>(),
        DType.UInt16 => maker.Make<ushort>(),
        DType.UInt32 => maker.Make<uint>(),
        DType.UInt64 => maker.Make<ulong>(),
        _ => throw r.NoKernel(attribute),
    };

    /// <summary>The kernel that moves the elements of a type attribute, told apart by nothing but their size.</summary>
    public static Kernel ForMoving<TMaker>(this KernelRequest r, TMaker maker, string attribute = "T")
        where TMaker : struct, IMovingKernelMaker
    {
        DType dtype = r.Type(attribute);
        return dtype.ElementSize() switch
        {
            1 => maker.Make<byte>(),
            2 => maker.Make<ushort>(),
            4 => maker.Make<uint>(),
            8 => maker.Make<ulong>(),
            16 => maker.Make<UInt128>(),
            _ => dtype switch
            {
                DType.String => maker.Make<byte[]>(),
                DType.Resource or DType.Variant => maker.Make<object>(),
                _ => throw r.NoKernel(attribute),
            },
        };
    }

    private static Kernel? Number<TMaker>(DType dtype, TMaker maker)
        where TMaker : struct, IKernelMaker => dtype switch
    {
        DType.Float32 => maker.Make<float>(),
        DType.Float64 => maker.Make<double>(),
        DType.Float16 => maker.Make<Half>(),
        DType.BFloat16 => maker.Make<BFloat16>(),
        DType.Complex64 => maker.Make<Complex64>(),
        DType.Complex128 => maker.Make<System.Numerics.Complex>(),
        _ => null,
    };

    private static Kernel? Whole<TMaker>(DType dtype, TMaker maker)
        where TMaker : struct, IKernelMaker => dtype switch
    {
        DType.Int8 or DType.QInt8 => maker.Make<sbyte>(),
        DType.Int16 or DType.QInt16 => maker.Make<short>(),
        DType.Int32 or DType.QInt32 => maker.Make<int>(),
        DType.Int64 => maker.Make<long>(),
        DType.UInt8 or DType.QUInt8 => maker.Make<byte>(),
        DType.UInt16 or DType.QUInt16 => maker.Make<ushort>(),
        DType.UInt32 => maker.Make<uint>(),
        DType.UInt64 => maker.Make<ulong>(),
        DType.Bool => maker.Make<bool>(),
        _ => null,
    };
}

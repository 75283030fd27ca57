using Weir.Simd;

namespace Weir.Ops;

/// <summary>The sum of two tensors of one shape, for values inside of lists and arrays, whose dtype is known when they are made.</summary>
internal static class TensorSum
{
    /// <summary>What adds tensors of a dtype. The result is a new tensor.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: there is no sum of this dtype.</exception>
    public static Func<Tensor, Tensor, Tensor> Of(DType dtype) => dtype switch
    {
        DType.Float32 => Sum<float>,
        DType.Float64 => Sum<double>,
        DType.Float16 => Sum<Half>,
        DType.BFloat16 => Sum<BFloat16>,
        DType.Int32 => Sum<int>,
        DType.Int64 => Sum<long>,
        DType.Int16 => Sum<short>,
        DType.Int8 => Sum<sbyte>,
        DType.UInt8 => Sum<byte>,
        DType.UInt16 => Sum<ushort>,
        DType.UInt32 => Sum<uint>,
        DType.UInt64 => Sum<ulong>,
        DType.Complex64 => Sum<Complex64>,
        DType.Complex128 => Sum<System.Numerics.Complex>,
        DType.Variant => VariantMath.Add,
        _ => throw new TfException(StatusCode.InvalidArgument, $"Tensors of {dtype.TfName()} can not be added."),
    };

    private static Tensor Sum<T>(Tensor a, Tensor b)
        where T : unmanaged
    {
        if (!a.Shape.Equals(b.Shape)) throw new TfException(StatusCode.InvalidArgument, $"Tensors of different shapes can not be added: {a.Shape} and {b.Shape}");
        Tensor sum = Tensor.Allocate(a.DType, a.Shape);
        Elementwise.Binary<T, Add>(a.Elements<T>(), b.Elements<T>(), sum.Elements<T>());
        return sum;
    }
}

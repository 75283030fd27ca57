using System.Numerics;
using System.Runtime.InteropServices;

namespace Weir.Checkpoints.Tests.Corpus;

/// <summary>The little-endian bytes of a tensor of any plain dtype, through its public face.</summary>
internal static class TensorBytes
{
    public static byte[] Of(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => Of<float>(tensor),
        DType.Float64 => Of<double>(tensor),
        DType.Float16 => Of<Half>(tensor),
        DType.BFloat16 => Of<BFloat16>(tensor),
        DType.Int32 or DType.QInt32 => Of<int>(tensor),
        DType.Int64 => Of<long>(tensor),
        DType.Int16 or DType.QInt16 => Of<short>(tensor),
        DType.Int8 or DType.QInt8 => Of<sbyte>(tensor),
        DType.UInt16 or DType.QUInt16 => Of<ushort>(tensor),
        DType.UInt32 => Of<uint>(tensor),
        DType.UInt64 => Of<ulong>(tensor),
        DType.Bool => Of<bool>(tensor),
        DType.Complex64 => Of<Complex64>(tensor),
        DType.Complex128 => Of<Complex>(tensor),
        _ => Of<byte>(tensor),
    };

    private static byte[] Of<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.AsBytes(tensor.AsSpan<T>()).ToArray();
}

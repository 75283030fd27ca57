using System.Collections.Frozen;

namespace Weir.Definitions;

/// <summary>The names of dtypes in op definitions, and of the sets of dtypes that many ops share.</summary>
internal static class TypeSets
{
    public static readonly FrozenDictionary<string, DType> ByName =
        Enum.GetValues<DType>().Where(DTypes.IsKnown).ToFrozenDictionary(dtype => dtype.TfName());

    private static readonly DType[] Floats = [DType.BFloat16, DType.Float16, DType.Float32, DType.Float64];

    /// <summary>TensorFlow's <c>realnumbertype</c>.</summary>
    private static readonly DType[] RealNumbers =
    [
        DType.Float32, DType.Float64, DType.Int32, DType.UInt8, DType.Int16, DType.Int8, DType.Int64, DType.BFloat16, DType.UInt16,
        DType.Float16, DType.UInt32, DType.UInt64,
    ];

    /// <summary>TensorFlow's <c>numbertype</c>.</summary>
    private static readonly DType[] Numbers =
    [
        .. RealNumbers, DType.Complex64, DType.Complex128, DType.QInt8, DType.QUInt8, DType.QInt32, DType.QInt16, DType.QUInt16,
    ];

    public static DType[]? Named(string name) => name switch
    {
        "floats" => Floats,
        "realnumbers" => RealNumbers,
        "numbers" => Numbers,
        _ => null,
    };
}

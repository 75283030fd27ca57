using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>numpy's types by name, and as functions that convert: <c>np.float32</c>.</summary>
internal static class NumpyTypes
{
    private static readonly Dictionary<string, DType> Names = new(StringComparer.Ordinal)
    {
        ["bool_"] = DType.Bool, ["int8"] = DType.Int8, ["int16"] = DType.Int16, ["int32"] = DType.Int32, ["int64"] = DType.Int64,
        ["uint8"] = DType.UInt8, ["uint16"] = DType.UInt16, ["uint32"] = DType.UInt32, ["uint64"] = DType.UInt64,
        ["float16"] = DType.Float16, ["float32"] = DType.Float32, ["float64"] = DType.Float64, ["single"] = DType.Float32, ["double"] = DType.Float64,
        ["half"] = DType.Float16, ["complex64"] = DType.Complex64, ["complex128"] = DType.Complex128, ["str_"] = DType.String, ["bytes_"] = DType.String,
    };

    private static readonly Dictionary<string, DType> Codes = new(StringComparer.Ordinal)
    {
        ["bool"] = DType.Bool, ["int"] = DType.Int64, ["float"] = DType.Float64, ["f2"] = DType.Float16, ["f4"] = DType.Float32, ["f8"] = DType.Float64,
        ["i1"] = DType.Int8, ["i2"] = DType.Int16, ["i4"] = DType.Int32, ["i8"] = DType.Int64, ["u1"] = DType.UInt8, ["u2"] = DType.UInt16, ["u4"] = DType.UInt32,
        ["u8"] = DType.UInt64, ["c8"] = DType.Complex64, ["c16"] = DType.Complex128,
    };

    /// <summary>The function of a type; null where numpy has no such type.</summary>
    public static FunctionValue? Find(string name) => Names.TryGetValue(name, out DType dtype)
        ? new FunctionValue(name, call => Arrays.Value(Arrays.From(call.Only(1).Required(0, "x"), call.Scope, dtype)))
        : null;

    /// <summary>The argument <c>dtype</c>: a type of numpy's or Python's, or its name; null where it is absent.</summary>
    public static DType? Argument(PythonValue? value) => value switch
    {
        null or PythonNone => null,
        FunctionValue { Name: var name } when Names.TryGetValue(name, out DType dtype) || Codes.TryGetValue(name, out dtype) => dtype,
        PythonStr { Value: var name } when Names.TryGetValue(name.TrimStart('<', '=', '|'), out DType dtype) || Codes.TryGetValue(name.TrimStart('<', '=', '|'), out dtype) => dtype,
        _ => throw EvaluationScope.Unknown("a dtype"),
    };
}

using System.Globalization;
using Weir.Printing;
using Weir.Protos;

namespace Weir.Cli.Show;

/// <summary>A StructuredValue as Python prints the value that it stands for.</summary>
internal static class StructuredText
{
    /// <summary>A shape without rank, and values that are not printed.</summary>
    private const string Unknown = "<unknown>";

    /// <summary>Python's name of the value's type.</summary>
    public static string TypeName(StructuredValue value) => value.KindCase switch
    {
        StructuredValue.KindOneofCase.Float64Value => "float",
        StructuredValue.KindOneofCase.Int64Value => "int",
        StructuredValue.KindOneofCase.StringValue => "str",
        StructuredValue.KindOneofCase.BoolValue => "bool",
        StructuredValue.KindOneofCase.TensorShapeValue => "TensorShape",
        StructuredValue.KindOneofCase.TensorDtypeValue => "DType",
        StructuredValue.KindOneofCase.TensorSpecValue => "TensorSpec",
        StructuredValue.KindOneofCase.BoundedTensorSpecValue => "BoundedTensorSpec",
        StructuredValue.KindOneofCase.TypeSpecValue => ClassName(value.TypeSpecValue),
        StructuredValue.KindOneofCase.ListValue => "list",
        StructuredValue.KindOneofCase.TupleValue => "tuple",
        StructuredValue.KindOneofCase.DictValue => "dict",
        StructuredValue.KindOneofCase.NamedTupleValue => value.NamedTupleValue.Name,
        StructuredValue.KindOneofCase.TensorValue => "EagerTensor",
        StructuredValue.KindOneofCase.NumpyValue => "ndarray",
        _ => "NoneType",
    };

    /// <summary>Python's <c>repr</c> of the value.</summary>
    public static string Repr(StructuredValue value) => value.KindCase switch
    {
        StructuredValue.KindOneofCase.Float64Value => PythonRepr.Float(value.Float64Value),
        StructuredValue.KindOneofCase.Int64Value => value.Int64Value.ToString(CultureInfo.InvariantCulture),
        StructuredValue.KindOneofCase.StringValue => PythonRepr.Text(value.StringValue),
        StructuredValue.KindOneofCase.BoolValue => value.BoolValue ? "True" : "False",
        StructuredValue.KindOneofCase.TensorShapeValue => ShapeRepr(value.TensorShapeValue),
        StructuredValue.KindOneofCase.TensorDtypeValue => TypeRepr(value.TensorDtypeValue),
        StructuredValue.KindOneofCase.TensorSpecValue => Spec(value.TensorSpecValue),
        StructuredValue.KindOneofCase.BoundedTensorSpecValue => Spec(value.BoundedTensorSpecValue),
        StructuredValue.KindOneofCase.TypeSpecValue => ClassName(value.TypeSpecValue) + Repr(value.TypeSpecValue.TypeState ?? new StructuredValue()),
        StructuredValue.KindOneofCase.ListValue => $"[{Joined(value.ListValue.Values)}]",
        StructuredValue.KindOneofCase.TupleValue => value.TupleValue.Values is [var one] ? $"({Repr(one)},)" : $"({Joined(value.TupleValue.Values)})",
        StructuredValue.KindOneofCase.DictValue => "{" + string.Join(", ", Pairs(value.DictValue).Select(pair => $"{PythonRepr.Text(pair.Key)}: {Repr(pair.Value)}")) + "}",
        StructuredValue.KindOneofCase.NamedTupleValue => $"{value.NamedTupleValue.Name}({string.Join(", ", value.NamedTupleValue.Values.Select(pair => $"{pair.Key}={Repr(pair.Value)}"))})",
        StructuredValue.KindOneofCase.TensorValue => Unknown,
        StructuredValue.KindOneofCase.NumpyValue => Unknown,
        _ => "None",
    };

    /// <summary>The entries of a dict in the order of their keys; Python's own order is that of a hash table.</summary>
    public static IEnumerable<KeyValuePair<string, StructuredValue>> Pairs(DictValue dict) => dict.Fields.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static string Joined(IEnumerable<StructuredValue> values) => string.Join(", ", values.Select(Repr));

    private static string Spec(TensorSpecProto spec) =>
        $"TensorSpec(shape={ShapeText(spec.Shape)}, dtype={TypeRepr(spec.Dtype)}, name={(spec.Name.Length == 0 ? "None" : PythonRepr.Text(spec.Name))})";

    private static string Spec(BoundedTensorSpecProto spec) =>
        $"BoundedTensorSpec(shape={ShapeText(spec.Shape)}, dtype={TypeRepr(spec.Dtype)}, name={(spec.Name.Length == 0 ? "None" : PythonRepr.Text(spec.Name))}, "
        + $"minimum={Array(spec.Minimum)}, maximum={Array(spec.Maximum)})";

    private static string Array(TensorProto? proto)
    {
        using Tensor tensor = TensorProtoCodec.Decode(proto ?? new TensorProto { Dtype = DataType.DtFloat });
        return new NumpyText(tensor, NumpyPrintOptions.Default).Repr();
    }

    /// <summary>As Python prints a tuple: <c>(None, 3)</c>, <c>(None,)</c>, <c>()</c>.</summary>
    private static string ShapeText(TensorShapeProto? shape)
    {
        if (shape?.UnknownRank == true) return Unknown;
        string sizes = Sizes(shape);
        return shape?.Dim.Count == 1 ? $"({sizes},)" : $"({sizes})";
    }

    private static string ShapeRepr(TensorShapeProto shape) => shape.UnknownRank ? "TensorShape(None)" : $"TensorShape([{Sizes(shape)}])";

    private static string Sizes(TensorShapeProto? shape) =>
        string.Join(", ", shape?.Dim.Select(dim => dim.Size < 0 ? "None" : dim.Size.ToString(CultureInfo.InvariantCulture)) ?? []);

    private static string TypeRepr(DataType dtype) => "tf." + dtype switch
    {
        DataType.DtHalf => "float16",
        DataType.DtFloat => "float32",
        DataType.DtDouble => "float64",
        _ => ((DType)dtype).TfName(),
    };

    private static string ClassName(TypeSpecProto spec) => spec.TypeSpecClass switch
    {
        TypeSpecProto.Types.TypeSpecClass.SparseTensorSpec => "SparseTensorSpec",
        TypeSpecProto.Types.TypeSpecClass.IndexedSlicesSpec => "IndexedSlicesSpec",
        TypeSpecProto.Types.TypeSpecClass.RaggedTensorSpec => "RaggedTensorSpec",
        TypeSpecProto.Types.TypeSpecClass.TensorArraySpec => "TensorArraySpec",
        TypeSpecProto.Types.TypeSpecClass.DataDatasetSpec => "DatasetSpec",
        TypeSpecProto.Types.TypeSpecClass.DataIteratorSpec => "IteratorSpec",
        TypeSpecProto.Types.TypeSpecClass.OptionalSpec => "OptionalSpec",
        TypeSpecProto.Types.TypeSpecClass.PerReplicaSpec => "PerReplicaSpec",
        TypeSpecProto.Types.TypeSpecClass.VariableSpec => "VariableSpec",
        TypeSpecProto.Types.TypeSpecClass.RowPartitionSpec => "RowPartitionSpec",
        _ => spec.TypeSpecClassName[(spec.TypeSpecClassName.LastIndexOf('.') + 1)..],
    };
}

using System.Globalization;
using Google.Protobuf;
using Weir.Protos;

namespace Weir.Json;

/// <summary>Writes shapes and the default values of signatures as protobuf's JSON.</summary>
internal static class TensorProtoJson
{
    public static void Write(JsonWriter writer, TensorShapeProto shape)
    {
        writer.StartObject();
        writer.Name("dim");
        writer.StartList();
        foreach (TensorShapeProto.Types.Dim dim in shape.Dim)
        {
            writer.StartObject();
            Text(writer, "size", dim.Size.ToString(CultureInfo.InvariantCulture));
            Text(writer, "name", dim.Name);
            writer.EndObject();
        }

        writer.EndList();
        writer.Name("unknown_rank");
        writer.Bool(shape.UnknownRank);
        writer.EndObject();
    }

    /// <summary>A tensor of plain elements or strings; the fields of resources and variants are left out.</summary>
    public static void Write(JsonWriter writer, TensorProto tensor)
    {
        writer.StartObject();
        Text(writer, "dtype", ((DType)tensor.Dtype).ProtoName());
        if (tensor.TensorShape is not null)
        {
            writer.Name("tensor_shape");
            Write(writer, tensor.TensorShape);
        }

        writer.Name("version_number");
        writer.Number(tensor.VersionNumber);
        Bytes(writer, "tensor_content", tensor.TensorContent);
        List(writer, "half_val", tensor.HalfVal, value => writer.Number(value));
        List(writer, "float_val", tensor.FloatVal, writer.Number);
        List(writer, "double_val", tensor.DoubleVal, writer.Number);
        List(writer, "int_val", tensor.IntVal, value => writer.Number(value));
        List(writer, "string_val", tensor.StringVal, value => writer.String(value.ToBase64()));
        List(writer, "scomplex_val", tensor.ScomplexVal, writer.Number);
        List(writer, "int64_val", tensor.Int64Val, value => writer.String(value.ToString(CultureInfo.InvariantCulture)));
        List(writer, "bool_val", tensor.BoolVal, writer.Bool);
        List(writer, "dcomplex_val", tensor.DcomplexVal, writer.Number);
        List(writer, "uint32_val", tensor.Uint32Val, value => writer.Number((long)value));
        List(writer, "uint64_val", tensor.Uint64Val, value => writer.String(value.ToString(CultureInfo.InvariantCulture)));
        Bytes(writer, "float8_val", tensor.Float8Val);
        writer.EndObject();
    }

    private static void List<T>(JsonWriter writer, string name, IEnumerable<T> values, Action<T> write)
    {
        writer.Name(name);
        writer.StartList();
        foreach (T value in values) write(value);
        writer.EndList();
    }

    private static void Bytes(JsonWriter writer, string name, ByteString value) => Text(writer, name, value.ToBase64());

    private static void Text(JsonWriter writer, string name, string value)
    {
        writer.Name(name);
        writer.String(value);
    }
}

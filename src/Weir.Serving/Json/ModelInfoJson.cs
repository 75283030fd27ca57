using System.Buffers;
using System.Globalization;
using Weir.Protos;
using Weir.Protos.Serving;
using Weir.Servables;

namespace Weir.Json;

/// <summary>Writes the states of versions and the signatures of models as protobuf's JSON, by hand: protobuf's own printer rests on reflection.</summary>
/// <remarks>
/// As TensorFlow Serving's http_rest_api_util.cc has it: one space of indent, names as in the proto files, fields with default values too,
/// maps in the order of their keys.
/// </remarks>
internal static class ModelInfoJson
{
    private const int Indent = 1;

    public static void Write(GetModelStatusResponse response, IBufferWriter<byte> body)
    {
        JsonWriter writer = new(body, Indent);
        writer.StartObject();
        writer.Name("model_version_status");
        writer.StartList();
        foreach (ModelVersionStatus status in response.ModelVersionStatus)
        {
            writer.StartObject();
            Member(writer, "version", status.Version);
            Member(writer, "state", ((ManagerState)status.State).ToString().ToUpperInvariant());
            writer.Name("status");
            writer.StartObject();
            Member(writer, "error_code", ((StatusCode)status.Status.ErrorCode).CanonicalName());
            Member(writer, "error_message", status.Status.ErrorMessage);
            writer.EndObject();
            writer.EndObject();
        }

        writer.EndList();
        writer.EndObject();
        body.Write("\n"u8);
    }

    public static void Write(ServableId id, SignatureDefMap signatures, IBufferWriter<byte> body)
    {
        body.Write("{\n\"model_spec\":"u8);
        JsonWriter writer = new(body, Indent);
        writer.StartObject();
        Member(writer, "name", id.Name);
        Member(writer, "signature_name", "");
        Member(writer, "version", id.Version);
        writer.EndObject();
        body.Write("\n,\n\"metadata\": {\"signature_def\": "u8);
        writer = new JsonWriter(body, Indent);
        writer.StartObject();
        writer.Name("signature_def");
        writer.StartObject();
        foreach ((string name, SignatureDef definition) in signatures.SignatureDef.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Name(name);
            Write(writer, definition);
        }

        writer.EndObject();
        writer.EndObject();
        body.Write("\n}\n}\n"u8);
    }

    private static void Write(JsonWriter writer, SignatureDef definition)
    {
        writer.StartObject();
        Write(writer, "inputs", definition.Inputs, Write);
        Write(writer, "outputs", definition.Outputs, Write);
        Member(writer, "method_name", definition.MethodName);
        Write(writer, "defaults", definition.Defaults, TensorProtoJson.Write);
        writer.EndObject();
    }

    private static void Write<T>(JsonWriter writer, string name, IDictionary<string, T> map, Action<JsonWriter, T> write)
    {
        writer.Name(name);
        writer.StartObject();
        foreach ((string key, T value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Name(key);
            write(writer, value);
        }

        writer.EndObject();
    }

    private static void Write(JsonWriter writer, TensorInfo info)
    {
        writer.StartObject();
        Member(writer, "dtype", info.Dtype == DataType.DtInvalid ? "DT_INVALID" : ((DType)info.Dtype).ProtoName());
        if (info.TensorShape is not null)
        {
            writer.Name("tensor_shape");
            TensorProtoJson.Write(writer, info.TensorShape);
        }

        switch (info.EncodingCase)
        {
            case TensorInfo.EncodingOneofCase.Name:
                Member(writer, "name", info.Name);
                break;
            case TensorInfo.EncodingOneofCase.CooSparse:
                writer.Name("coo_sparse");
                writer.StartObject();
                Member(writer, "values_tensor_name", info.CooSparse.ValuesTensorName);
                Member(writer, "indices_tensor_name", info.CooSparse.IndicesTensorName);
                Member(writer, "dense_shape_tensor_name", info.CooSparse.DenseShapeTensorName);
                writer.EndObject();
                break;
            case TensorInfo.EncodingOneofCase.CompositeTensor:
                writer.Name("composite_tensor");
                writer.StartObject();
                writer.Name("components");
                writer.StartList();
                foreach (TensorInfo component in info.CompositeTensor.Components) Write(writer, component);
                writer.EndList();
                writer.EndObject();
                break;
            default:
                break;
        }

        writer.EndObject();
    }

    private static void Member(JsonWriter writer, string name, string value)
    {
        writer.Name(name);
        writer.String(value);
    }

    /// <summary>64-bit numbers are strings in protobuf's JSON.</summary>
    private static void Member(JsonWriter writer, string name, long value) => Member(writer, name, value.ToString(CultureInfo.InvariantCulture));
}

using Google.Protobuf;
using Weir.Protos;
using Weir.Protos.Serving;

namespace Weir.Json;

/// <summary>The body of a REST Classify or Regress request: tf.Examples as objects, features as values or lists.</summary>
/// <remarks>Source: json_tensor.cc.</remarks>
internal static class ExampleBody
{
    /// <summary>Reads a body.</summary>
    /// <returns>The signature's name, empty for the default, and the examples.</returns>
    public static (string SignatureName, Input Input) Read(ReadOnlySpan<byte> json)
    {
        JsonCursor document = JsonDocuments.Open(json);
        string signature = JsonDocuments.ReadSignatureName(document);
        Example? context = JsonDocuments.TryFind(document, "context", out JsonCursor common) ? ReadExample(ref common) : null;
        if (!JsonDocuments.TryFind(document, "examples", out JsonCursor list))
        {
            throw JsonDocuments.FormatError(document, "When method is classify, key 'examples' is expected and was not found");
        }

        if (list.Kind != JsonKind.Array) throw JsonDocuments.FormatError(document, "Expecting 'examples' value to be an list/array");
        if (list.Count() == 0) throw JsonDocuments.FormatError(document, "'examples' value is an empty array");
        List<Example> examples = [];
        list.Enter();
        while (list.Next()) examples.Add(ReadExample(ref list));
        Input input = context is null
            ? new Input { ExampleList = new ExampleList { Examples = { examples } } }
            : new Input { ExampleListWithContext = new ExampleListWithContext { Context = context, Examples = { examples } } };
        return (signature, input);
    }

    private static Example ReadExample(ref JsonCursor value)
    {
        if (value.Kind != JsonKind.Object)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Example must be JSON object but got JSON {JsonDebugText.KindOf(value)}");
        }

        Example example = new() { Features = new Features() };
        value.Enter();
        while (value.NextMember(out string name))
        {
            Feature feature = new();
            if (value.Kind == JsonKind.Array)
            {
                value.Enter();
                while (value.Next()) Add(ref value, name, feature);
            }
            else
            {
                Add(ref value, name, feature);
            }

            example.Features.Feature[name] = feature;
        }

        return example;
    }

    private static void Add(ref JsonCursor value, string name, Feature feature)
    {
        switch (value.Kind)
        {
            case JsonKind.False or JsonKind.True:
                Int64s(name, feature).Add(value.ReadBool() ? 1 : 0);
                break;
            case JsonKind.String:
                Bytes(name, feature).Add(UnsafeByteOperations.UnsafeWrap(value.ReadString()));
                break;
            case JsonKind.Object when JsonElements.IsBase64(value):
                Bytes(name, feature).Add(UnsafeByteOperations.UnsafeWrap(JsonElements.Base64Bytes(ref value)));
                break;
            case JsonKind.Number:
                AddNumber(ref value, name, feature);
                break;
            default:
                throw new TfException(StatusCode.InvalidArgument,
                    $"Feature: {name} has element with unexpected JSON type: {JsonDebugText.KindOf(value)}");
        }
    }

    private static void AddNumber(ref JsonCursor value, string name, Feature feature)
    {
        if (value.TryReadInt64(out long integer))
        {
            Int64s(name, feature).Add(integer);
        }
        else if (value.TryReadUInt64(out _))
        {
            Int64s(name, feature);
            throw new TfException(StatusCode.InvalidArgument, $"Feature: {name} has uint64_t element. Only int64_t is supported.");
        }
        else
        {
            Require(name, feature, Feature.KindOneofCase.FloatList);
            (feature.FloatList ??= new FloatList()).Value.Add((float)value.ReadDouble());
        }
    }

    private static Google.Protobuf.Collections.RepeatedField<long> Int64s(string name, Feature feature)
    {
        Require(name, feature, Feature.KindOneofCase.Int64List);
        return (feature.Int64List ??= new Int64List()).Value;
    }

    private static Google.Protobuf.Collections.RepeatedField<ByteString> Bytes(string name, Feature feature)
    {
        Require(name, feature, Feature.KindOneofCase.BytesList);
        return (feature.BytesList ??= new BytesList()).Value;
    }

    private static void Require(string name, Feature feature, Feature.KindOneofCase kind)
    {
        if (feature.KindCase == Feature.KindOneofCase.None || feature.KindCase == kind) return;
        string found = feature.KindCase switch
        {
            Feature.KindOneofCase.BytesList => "bytes",
            Feature.KindOneofCase.FloatList => "float",
            _ => "int64",
        };
        throw new TfException(StatusCode.InvalidArgument, $"Unexpected element type in feature: {name} expecting type: {found}");
    }
}

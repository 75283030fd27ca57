using System.Numerics;
using Google.Protobuf;
using Weir.Cli.Expressions;
using Weir.Codec.Python;
using Weir.Protos;

namespace Weir.Cli.Inputs;

/// <summary>tf.Examples written as Python literals: a list of dicts, each feature a list whose first element decides its type.</summary>
/// <remarks>Source: <c>_create_example_string</c> (saved_model_cli.py, TensorFlow 2.15).</remarks>
internal static class ExampleLiterals
{
    /// <summary>The serialized examples, as a list of Python bytes.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the value is no list of dicts of lists of one type.</exception>
    public static PythonValue Serialize(PythonValue examples)
    {
        if (examples is not PythonSequence { IsTuple: false, Items: var items })
        {
            throw Refused($"tf.Example input must be a list of dictionaries, but \"{PythonText.Str(examples)}\" is {ClassOf(examples)}");
        }

        return new PythonSequence([.. items.Select(item => new PythonBytes(Example(item).ToByteArray()))], IsTuple: false);
    }

    private static Example Example(PythonValue value)
    {
        if (value is not PythonDict { Items: var items }) throw Refused($"'{value.TypeName}' object has no attribute 'items'");
        SortedDictionary<string, Feature> features = new(StringComparer.Ordinal);
        foreach ((PythonValue key, PythonValue list) in items)
        {
            if (key is not PythonStr { Value: string name }) throw Refused("bad argument type for built-in operation");
            features[name] = Feature(name, list);
        }

        // In key order, so that the bytes depend on nothing else.
        Example example = new() { Features = new Features() };
        foreach ((string name, Feature feature) in features) example.Features.Feature.Add(name, feature);
        return features.Count == 0 ? new Example() : example;
    }

    private static Feature Feature(string name, PythonValue list)
    {
        if (list is not PythonSequence { IsTuple: false, Items: var values })
        {
            throw Refused($"feature value must be a list, but {name}: \"{PythonText.Str(list)}\" is {ClassOf(list)}");
        }

        if (values.Count == 0) throw Refused("list index out of range");
        return values[0] switch
        {
            PythonFloat => new Feature { FloatList = new FloatList { Value = { values.Select(Float) } } },
            PythonStr => new Feature { BytesList = new BytesList { Value = { values.Select(Text) } } },
            PythonBytes => new Feature { BytesList = new BytesList { Value = { values.Select(Bytes) } } },
            PythonInt or PythonBool => new Feature { Int64List = new Int64List { Value = { values.Select(Integer) } } },
            var other => throw Refused($"Type {ClassOf(other)} for value {PythonText.Str(other)} is not supported for tf.train.Feature."),
        };
    }

    private static float Float(PythonValue value) => value switch
    {
        PythonFloat f => (float)f.Value,
        PythonInt i => (float)(double)i.Value,
        PythonBool b => b.Value ? 1 : 0,
        _ => throw Refused($"must be real number, not {value.TypeName}"),
    };

    private static ByteString Text(PythonValue value) =>
        value is PythonStr s ? ByteString.CopyFromUtf8(s.Value) : throw Refused($"'{value.TypeName}' object has no attribute 'encode'");

    private static ByteString Bytes(PythonValue value) =>
        value is PythonBytes b ? ByteString.CopyFrom(b.Value) : throw Refused($"expected bytes, {value.TypeName} found");

    private static long Integer(PythonValue value)
    {
        if (value is PythonBool b) return b.Value ? 1 : 0;
        if (value is not PythonInt { Value: BigInteger number }) throw Refused($"'{value.TypeName}' object cannot be interpreted as an integer");
        return number >= long.MinValue && number <= long.MaxValue ? (long)number : throw Refused($"Value out of range: {number}");
    }

    private static string ClassOf(PythonValue value) => $"<class '{value.TypeName}'>";

    private static TfException Refused(string reason) => new(StatusCode.InvalidArgument, reason);
}

using System.Numerics;
using Weir.Cli.Expressions;
using Weir.Codec.Python;

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

        return new PythonSequence([.. items.Select(item => new PythonBytes(Example(item).Serialize()))], IsTuple: false);
    }

    private static TfExample Example(PythonValue value)
    {
        if (value is not PythonDict { Items: var items }) throw Refused($"'{value.TypeName}' object has no attribute 'items'");
        TfExample example = new();
        foreach ((PythonValue key, PythonValue list) in items)
        {
            if (key is not PythonStr { Value: string name }) throw Refused("bad argument type for built-in operation");
            example[name] = Feature(name, list);
        }

        return example;
    }

    private static TfFeature Feature(string name, PythonValue list)
    {
        if (list is not PythonSequence { IsTuple: false, Items: var values })
        {
            throw Refused($"feature value must be a list, but {name}: \"{PythonText.Str(list)}\" is {ClassOf(list)}");
        }

        if (values.Count == 0) throw Refused("list index out of range");
        return values[0] switch
        {
            PythonFloat => TfFeature.Floats([.. values.Select(Float)]),
            PythonStr => TfFeature.Strings([.. values.Select(Text)]),
            PythonBytes => TfFeature.Bytes([.. values.Select(Bytes)]),
            PythonInt or PythonBool => TfFeature.Int64s([.. values.Select(Integer)]),
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

    private static string Text(PythonValue value) =>
        value is PythonStr s ? s.Value : throw Refused($"'{value.TypeName}' object has no attribute 'encode'");

    private static byte[] Bytes(PythonValue value) =>
        value is PythonBytes b ? b.Value : throw Refused($"expected bytes, {value.TypeName} found");

    private static long Integer(PythonValue value)
    {
        if (value is PythonBool b) return b.Value ? 1 : 0;
        if (value is not PythonInt { Value: BigInteger number }) throw Refused($"'{value.TypeName}' object cannot be interpreted as an integer");
        return number >= long.MinValue && number <= long.MaxValue ? (long)number : throw Refused($"Value out of range: {number}");
    }

    private static string ClassOf(PythonValue value) => $"<class '{value.TypeName}'>";

    private static TfException Refused(string reason) => new(StatusCode.InvalidArgument, reason);
}

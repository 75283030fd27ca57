using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>A function of the tables: what it does is our code.</summary>
internal sealed record FunctionValue(string Name, Func<CallArguments, PythonValue> Call) : PythonValue
{
    public override string TypeName => "builtin_function_or_method";
}

/// <summary>The module <c>np</c>.</summary>
internal sealed record ModuleValue : PythonValue
{
    public override string TypeName => "module";
}

/// <summary>A range of an index.</summary>
internal sealed record SliceValue(long? Start, long? Stop, long? Step) : PythonValue
{
    public override string TypeName => "slice";

    /// <summary>The places that the slice takes of so many.</summary>
    public IEnumerable<long> Places(long size)
    {
        long step = Step ?? 1;
        if (step == 0) throw EvaluationScope.Refused("slice step cannot be zero");
        long start = Bounded(Start, size, step, step > 0 ? 0 : size - 1);
        long stop = Bounded(Stop, size, step, step > 0 ? size : -1);
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
        {
            yield return i;
            if (Math.Abs(step) > size) yield break;
        }
    }

    private static long Bounded(long? bound, long size, long step, long absent)
    {
        if (bound is not { } value) return absent;
        if (value < 0) value = Math.Max(value + size, step > 0 ? 0 : -1);
        return Math.Min(value, step > 0 ? size : size - 1);
    }
}

/// <summary>The arguments of a call, by place and by name.</summary>
internal sealed class CallArguments
{
    private readonly Dictionary<string, PythonValue> named = new(StringComparer.Ordinal);

    public CallArguments(IReadOnlyList<PythonValue> values, IEnumerable<(string Name, PythonValue Value)> given, EvaluationScope scope)
    {
        Values = values;
        Scope = scope;
        foreach ((string name, PythonValue value) in given) named[name] = value;
    }

    public IReadOnlyList<PythonValue> Values { get; }

    public EvaluationScope Scope { get; }

    /// <summary>An argument that must be there.</summary>
    public PythonValue Required(int place, string name) => Optional(place, name) ?? throw EvaluationScope.Refused($"missing required argument '{name}' (pos {place + 1})");

    public PythonValue? Optional(int place, string name) => place < Values.Count ? Values[place] : named.GetValueOrDefault(name);

    /// <summary>Refuses arguments beyond those that a function knows.</summary>
    public CallArguments Only(int most, params ReadOnlySpan<string> names)
    {
        if (Values.Count > most) throw EvaluationScope.Unknown("too many arguments");
        foreach (string name in named.Keys)
        {
            if (!names.Contains(name)) throw EvaluationScope.Unknown($"an argument '{name}'");
        }

        return this;
    }
}

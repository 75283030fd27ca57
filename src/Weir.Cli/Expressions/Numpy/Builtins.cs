using System.Globalization;
using System.Numerics;
using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>The names that an expression finds: <c>np</c> and a few of Python's own functions.</summary>
internal static class Builtins
{
    private static readonly Dictionary<string, PythonValue> Known = new[]
    {
        new FunctionValue("range", Range),
        new FunctionValue("list", call => new PythonSequence(Items(call), IsTuple: false)),
        new FunctionValue("tuple", call => new PythonSequence(Items(call), IsTuple: true)),
        new FunctionValue("sorted", call => new PythonSequence([.. Items(call).OrderBy(Numbers.Real)], IsTuple: false)),
        new FunctionValue("len", Length),
        new FunctionValue("sum", call => Items(call).Aggregate((PythonValue)new PythonInt(0), (a, b) => Operators.Binary("+", a, b, call.Scope))),
        new FunctionValue("max", call => Extreme(call, ">")),
        new FunctionValue("min", call => Extreme(call, "<")),
        new FunctionValue("abs", call => Absolute(call.Only(1).Required(0, "x"))),
        new FunctionValue("int", call => Whole(call.Only(1).Required(0, "x"))),
        new FunctionValue("float", call => Float(call.Only(1).Required(0, "x"))),
        new FunctionValue("bool", call => new PythonBool(Operators.Truth(call.Only(1).Required(0, "x")))),
        new FunctionValue("str", call => new PythonStr(PythonText.Str(call.Only(1).Required(0, "x")))),
    }.ToDictionary(function => function.Name, function => (PythonValue)function, StringComparer.Ordinal);

    public static PythonValue? Find(string name) => name == "np" ? new ModuleValue() : Known.GetValueOrDefault(name);

    /// <summary><c>abs(x)</c> of one number.</summary>
    public static PythonValue Absolute(PythonValue value) => value switch
    {
        PythonBool b => new PythonInt(b.Value ? 1 : 0),
        PythonInt i => new PythonInt(BigInteger.Abs(i.Value)),
        PythonFloat f => new PythonFloat(Math.Abs(f.Value)),
        PythonComplex c => new PythonFloat(Complex.Abs(c.Value)),
        PythonTensor => throw EvaluationScope.Unknown("abs of an array"),
        _ => throw EvaluationScope.Refused($"bad operand type for abs(): '{value.TypeName}'"),
    };

    private static PythonValue[] Items(CallArguments call)
    {
        call.Only(1);
        if (call.Values.Count == 0) return [];
        PythonValue[] items = [.. Operators.Items(call.Values[0])];
        call.Scope.Spend(items.Length);
        return items;
    }

    private static PythonSequence Range(CallArguments call)
    {
        long[] bounds = [.. call.Only(3).Values.Select(Operators.Integer)];
        if (bounds.Length == 0) throw EvaluationScope.Refused("range expected at least 1 argument, got 0");
        (long start, long stop, long step) = bounds.Length == 1 ? (0, bounds[0], 1) : (bounds[0], bounds[1], bounds.ElementAtOrDefault(2));
        if (bounds.Length == 2) step = 1;
        if (step == 0) throw EvaluationScope.Refused("range() arg 3 must not be zero");
        Int128 count = step > 0 ? ((Int128)stop - start + step - 1) / step : ((Int128)start - stop - step - 1) / -(Int128)step;
        call.Scope.Spend(count <= 0 ? 0 : count > long.MaxValue ? long.MaxValue : (long)count);
        return new PythonSequence([.. Enumerable.Range(0, (int)Int128.Max(count, 0)).Select(i => new PythonInt(start + (i * step)))], IsTuple: false);
    }

    private static PythonInt Length(CallArguments call) => call.Only(1).Required(0, "obj") switch
    {
        PythonTensor { Tensor: { Shape.Rank: > 0 } tensor } => new PythonInt(tensor.Shape[0]),
        PythonSequence s => new PythonInt(s.Items.Count),
        PythonStr s => new PythonInt(s.Value.EnumerateRunes().Count()),
        PythonBytes b => new PythonInt(b.Value.Length),
        var value => throw EvaluationScope.Refused($"object of type '{value.TypeName}' has no len()"),
    };

    private static PythonValue Extreme(CallArguments call, string op)
    {
        IReadOnlyList<PythonValue> items = call.Values.Count == 1 ? Items(call) : call.Values;
        if (items.Count == 0) throw EvaluationScope.Refused("max() arg is an empty sequence");
        return items.Aggregate((best, next) => Operators.Truth(Operators.Binary(op, next, best, call.Scope)) ? next : best);
    }

    private static PythonInt Whole(PythonValue value) => value switch
    {
        PythonFloat { Value: var number } when double.IsFinite(number) => new PythonInt(new BigInteger(Math.Truncate(number))),
        PythonStr { Value: var text } when BigInteger.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger parsed) && text.Length < 1000 => new PythonInt(parsed),
        PythonBool or PythonInt => new PythonInt(new BigInteger(Operators.Integer(value))),
        _ => throw EvaluationScope.Refused($"cannot convert {value.TypeName} to integer"),
    };

    private static PythonFloat Float(PythonValue value)
    {
        if (value is not PythonStr { Value: var text }) return new PythonFloat(Numbers.Real(value));
        string word = text.Trim().ToLowerInvariant();
        if (word.TrimStart('+', '-') is "nan") return new PythonFloat(double.NaN);
        if (word.TrimStart('+', '-') is "inf" or "infinity") return new PythonFloat(word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? new PythonFloat(number)
            : throw EvaluationScope.Refused($"could not convert string to float: {PythonText.Repr(value)}");
    }
}

using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>numpy's functions of single elements.</summary>
internal static class Elementwise
{
    public static IEnumerable<FunctionValue> Functions =>
    [
        Float("sin", Math.Sin), Float("cos", Math.Cos), Float("tan", Math.Tan), Float("tanh", Math.Tanh), Float("exp", Math.Exp), Float("log", Math.Log),
        Float("sqrt", Math.Sqrt), Float("floor", Math.Floor), Float("ceil", Math.Ceiling),
        new("abs", Absolute), new("absolute", Absolute),
        Operator("power", "**"), Operator("mod", "%"), Operator("add", "+"), Operator("subtract", "-"), Operator("multiply", "*"), Operator("divide", "/"),
        Choice("maximum", ">"), Choice("minimum", "<"),
        new("clip", call => Pick("<", Pick(">", call.Only(3).Required(0, "a"), call.Required(1, "a_min"), call.Scope), call.Required(2, "a_max"), call.Scope)),
        new("where", Where),
        new("dot", call => Products.Dot(Arrays.From(call.Only(2).Required(0, "a"), call.Scope), Arrays.From(call.Required(1, "b"), call.Scope), call.Scope)),
        new("matmul", call => Products.Dot(Arrays.From(call.Only(2).Required(0, "a"), call.Scope), Arrays.From(call.Required(1, "b"), call.Scope), call.Scope)),
    ];

    private static FunctionValue Float(string name, Func<double, double> function) => new(name, call =>
    {
        Tensor x = Arrays.From(call.Only(1).Required(0, "x"), call.Scope);
        DType dtype = Promotion.Rank(x.DType) == 2 ? x.DType : Promotion.Rank(x.DType) < 2 ? DType.Float64 : throw EvaluationScope.Unknown($"np.{name} of complex numbers");
        return Arrays.Value(Arrays.Make(dtype, x.Shape, Arrays.Elements(x).Select(element => new PythonFloat(function(Numbers.Real(element)))), call.Scope));
    });

    private static FunctionValue Operator(string name, string op) => new(name, call =>
        Operators.Binary(op, Arrays.Value(Arrays.From(call.Only(2).Required(0, "x1"), call.Scope)), Arrays.Value(Arrays.From(call.Required(1, "x2"), call.Scope)), call.Scope));

    private static FunctionValue Choice(string name, string op) => new(name, call => Pick(op, call.Only(2).Required(0, "x1"), call.Required(1, "x2"), call.Scope));

    private static PythonTensor Absolute(CallArguments call)
    {
        Tensor x = Arrays.From(call.Only(1).Required(0, "x"), call.Scope);
        if (x.DType.IsComplex()) throw EvaluationScope.Unknown("np.abs of complex numbers");
        return Arrays.Value(Arrays.Make(x.DType, x.Shape, Arrays.Elements(x).Select(Builtins.Absolute), call.Scope));
    }

    private static PythonTensor Pick(string op, PythonValue left, PythonValue right, EvaluationScope scope) =>
        Operators.Each(left, right, (x, y) => Operators.Truth(Numbers.Binary(op, x, y)) ? x : y, Operators.ResultType(left, right, scope), scope);

    private static PythonTensor Where(CallArguments call)
    {
        PythonValue yes = call.Only(3).Required(1, "x"), no = call.Required(2, "y");
        DType dtype = Operators.ResultType(yes, no, call.Scope);
        PythonValue condition = call.Required(0, "condition");
        PythonValue chosen = Operators.Each(condition, yes, (c, x) => Operators.Truth(c) ? x : new PythonInt(0), dtype, call.Scope);
        PythonValue other = Operators.Each(condition, no, (c, y) => Operators.Truth(c) ? new PythonInt(0) : y, dtype, call.Scope);
        return dtype == DType.String ? throw EvaluationScope.Unknown("np.where of texts") : Operators.Each(chosen, other, (x, y) => Operators.Truth(x) ? x : y, dtype, call.Scope);
    }
}

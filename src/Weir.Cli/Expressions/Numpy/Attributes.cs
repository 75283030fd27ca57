using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary><c>value.name</c>: numpy's functions, and what an array offers.</summary>
internal static class Attributes
{
    public static PythonValue Get(PythonValue target, string name, EvaluationScope scope) => target switch
    {
        ModuleValue => NumpyFunctions.Find(name),
        PythonTensor { Tensor: var tensor } => OfArray(tensor, name, scope) ?? throw EvaluationScope.Unknown($"'numpy.ndarray' object has no attribute '{name}'"),
        _ => throw EvaluationScope.Unknown($"'{target.TypeName}' object has no attribute '{name}'"),
    };

    private static PythonValue? OfArray(Tensor tensor, string name, EvaluationScope scope) => name switch
    {
        "shape" => new PythonSequence([.. tensor.Shape.Dimensions.ToArray().Select(size => new PythonInt(size))], IsTuple: true),
        "size" => new PythonInt(tensor.ElementCount),
        "ndim" => new PythonInt(tensor.Shape.Rank),
        "T" => Reshaping.Transpose(tensor, null, scope),
        "reshape" => new FunctionValue(name, call => Arrays.Value(Arrays.Reshape(tensor, call.Values))),
        "astype" => new FunctionValue(name, call => Arrays.Value(Arrays.From(new PythonTensor(tensor), call.Only(1, "dtype").Scope, NumpyTypes.Argument(call.Required(0, "dtype"))))),
        "tolist" => new FunctionValue(name, call =>
        {
            call.Only(0).Scope.Spend(tensor.ElementCount);
            return ArrayCast.ToLists(tensor);
        }),
        "flatten" or "ravel" => new FunctionValue(name, call => Without(call, Reshaping.Flat(tensor))),
        "squeeze" => new FunctionValue(name, call => Without(call, Reshaping.Squeeze(tensor))),
        "transpose" => new FunctionValue(name, call => Reshaping.Transpose(tensor, call.Values.Count == 0 ? null : call.Values is [PythonSequence one] ? one : new PythonSequence(call.Values, IsTuple: true), call.Scope)),
        "copy" => new FunctionValue(name, _ => new PythonTensor(tensor)),
        _ => Reductions.Method(name, tensor),
    };

    /// <summary>The result of a method that takes no arguments.</summary>
    private static PythonValue Without(CallArguments call, PythonValue result)
    {
        call.Only(0);
        return result;
    }
}

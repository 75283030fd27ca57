using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>The functions and constants of numpy that expressions may use, by name.</summary>
internal static class NumpyFunctions
{
    private static readonly Dictionary<string, PythonValue> Known = new(StringComparer.Ordinal)
    {
        ["nan"] = new PythonFloat(double.NaN),
        ["inf"] = new PythonFloat(double.PositiveInfinity),
        ["pi"] = new PythonFloat(Math.PI),
        ["e"] = new PythonFloat(Math.E),
        ["newaxis"] = PythonNone.Instance,
    };

    static NumpyFunctions()
    {
        foreach (FunctionValue function in Creation.Functions.Concat(Reshaping.Functions).Concat(Elementwise.Functions).Concat(Reductions.Functions)) Known.Add(function.Name, function);
    }

    /// <exception cref="TfException">INVALID_ARGUMENT: there is no such name here.</exception>
    public static PythonValue Find(string name) => Known.GetValueOrDefault(name) ?? NumpyTypes.Find(name)
        ?? throw EvaluationScope.Unknown($"module 'numpy' has no attribute '{name}'");
}

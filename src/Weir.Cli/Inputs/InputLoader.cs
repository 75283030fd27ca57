using Weir.Cli.Commands;
using Weir.Cli.Expressions;
using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Inputs;

/// <summary>A value for an input, before the input's dtype is known.</summary>
internal abstract record InputValue
{
    /// <summary>The value under a dtype, as numpy would cast it.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it can not be converted.</exception>
    public abstract Tensor ToTensor(DType dtype);
}

/// <summary>An array from a file.</summary>
internal sealed record ArrayInput(Tensor Array) : InputValue
{
    public override Tensor ToTensor(DType dtype) => ArrayCast.To(Array, dtype);
}

/// <summary>A Python value: a literal, or what a pickle holds.</summary>
internal sealed record LiteralInput(PythonValue Value) : InputValue
{
    public override Tensor ToTensor(DType dtype) => Value switch
    {
        PythonTensor { Tensor: var array } => ArrayCast.To(array, dtype),
        PickledArray { Content: PythonTensor { Tensor: var array } } => ArrayCast.To(array, dtype),
        _ => InputExpression.ToTensor(Value, dtype),
    };
}

/// <summary>Gathers the inputs that a command line names.</summary>
internal static class InputLoader
{
    /// <summary>The inputs by key. A literal wins over a file and an example over both; of a repeated key the last counts.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT, NOT_FOUND or UNIMPLEMENTED.</exception>
    public static Dictionary<string, InputValue> Load(RunArguments arguments, CliContext context)
    {
        if (string.IsNullOrEmpty(arguments.Inputs) && string.IsNullOrEmpty(arguments.InputExprs) && string.IsNullOrEmpty(arguments.InputExamples))
        {
            throw new TfException(StatusCode.InvalidArgument, "At least one of --inputs, --input_exprs or --input_examples must be required");
        }

        InputFile[] files = [.. InputArguments.Files(arguments.Inputs)];
        Dictionary<string, PythonValue> literals = Literals(arguments.InputExprs);
        Dictionary<string, PythonValue> examples = Literals(arguments.InputExamples);
        foreach ((string key, PythonValue value) in examples) examples[key] = ExampleLiterals.Serialize(value);

        Dictionary<string, InputValue> inputs = new(StringComparer.Ordinal);
        foreach (InputFile file in files) inputs[file.Key] = InputFileReader.Read(file, context);
        Override(inputs, literals, "--input_exprs", context);
        Override(inputs, examples, "--input_examples", context);
        return inputs;
    }

    private static Dictionary<string, PythonValue> Literals(string? argument)
    {
        Dictionary<string, PythonValue> literals = new(StringComparer.Ordinal);
        foreach (InputLiteral literal in InputArguments.Literals(argument)) literals[literal.Key] = InputExpression.Parse(literal.Expression);
        return literals;
    }

    private static void Override(Dictionary<string, InputValue> inputs, Dictionary<string, PythonValue> values, string option, CliContext context)
    {
        foreach ((string key, PythonValue value) in values)
        {
            if (inputs.ContainsKey(key)) context.Warn($"input_key {key} has been specified more than once. Value in {option} will be used.");
            inputs[key] = new LiteralInput(value);
        }
    }
}

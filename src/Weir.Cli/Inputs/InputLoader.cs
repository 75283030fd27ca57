using Weir.Cli.Commands;
using Weir.Cli.Expressions;
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

/// <summary>A Python literal.</summary>
internal sealed record LiteralInput(PythonValue Value) : InputValue
{
    public override Tensor ToTensor(DType dtype) => InputExpression.ToTensor(Value, dtype);
}

/// <summary>Gathers the inputs that a command line names.</summary>
internal static class InputLoader
{
    /// <summary>The inputs by key. A literal wins over a file; of a repeated key the last counts.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT, NOT_FOUND or UNIMPLEMENTED.</exception>
    public static Dictionary<string, InputValue> Load(RunArguments arguments, CliContext context)
    {
        if (string.IsNullOrEmpty(arguments.Inputs) && string.IsNullOrEmpty(arguments.InputExprs) && string.IsNullOrEmpty(arguments.InputExamples))
        {
            throw new TfException(StatusCode.InvalidArgument, "At least one of --inputs, --input_exprs or --input_examples must be required");
        }

        if (!string.IsNullOrEmpty(arguments.InputExamples)) throw new TfException(StatusCode.Unimplemented, "--input_examples is not available yet");
        InputFile[] files = [.. InputArguments.Files(arguments.Inputs)];
        Dictionary<string, PythonValue> literals = new(StringComparer.Ordinal);
        foreach (InputLiteral literal in InputArguments.Literals(arguments.InputExprs)) literals[literal.Key] = InputExpression.Parse(literal.Expression);

        Dictionary<string, InputValue> inputs = new(StringComparer.Ordinal);
        foreach (InputFile file in files) inputs[file.Key] = new ArrayInput(InputFileReader.Read(file, context));
        foreach ((string key, PythonValue value) in literals)
        {
            if (inputs.ContainsKey(key))
            {
                context.Warn($"input_key {key} has been specified with both --inputs and --input_exprs options. Value in --input_exprs will be used.");
            }

            inputs[key] = new LiteralInput(value);
        }

        return inputs;
    }
}

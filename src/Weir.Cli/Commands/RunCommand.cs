using System.CommandLine;
using Weir.Cli.Inputs;

namespace Weir.Cli.Commands;

/// <summary>What <c>run</c> was asked for.</summary>
/// <param name="Dir">The SavedModel's folder.</param>
/// <param name="TagSet">The tags of the MetaGraph, with commas.</param>
/// <param name="SignatureDef">The key of the signature.</param>
/// <param name="IsCompat1">Whether to print as TensorFlow 1.x did.</param>
internal sealed record RunArguments(string Dir, string TagSet, string SignatureDef, bool IsCompat1)
{
    /// <summary>Files: <c>key=file.npy;key=file.npz[name]</c>.</summary>
    public string? Inputs { get; init; }

    /// <summary>Python literals: <c>key=[[1, 2]];key=3</c>.</summary>
    public string? InputExprs { get; init; }

    /// <summary>tf.Examples as Python literals.</summary>
    public string? InputExamples { get; init; }

    /// <summary>A folder for the outputs as .npy files; null to print them only.</summary>
    public string? OutDir { get; init; }

    /// <summary>A file for the times of the steps, as chrome://tracing reads it; null: they are not measured.</summary>
    public string? Trace { get; init; }

    /// <summary>Whether existing files may be written over.</summary>
    public bool Overwrite { get; init; }
}

/// <summary><c>run</c>: one call of a signature, its inputs from files and literals.</summary>
/// <remarks>Source: saved_model_cli.py (TensorFlow 2.15).</remarks>
internal sealed class RunCommand : ICliCommand
{
    private readonly Option<string> dir = new("--dir") { Description = "The folder of the SavedModel.", Required = true };
    private readonly Option<string> tagSet = new("--tag_set") { Description = "The tags of the MetaGraph, separated by commas.", Required = true };
    private readonly Option<string> signatureDef = new("--signature_def") { Description = "The key of the signature to run.", Required = true };
    private readonly Option<string?> inputs = new("--inputs") { Description = "Inputs from files: KEY=FILE.npy or KEY=FILE.npz[NAME], separated by ';'." };
    private readonly Option<string?> inputExprs = new("--input_exprs") { Description = "Inputs as Python literals: KEY=[[1, 2]], separated by ';'." };
    private readonly Option<string?> inputExamples = new("--input_examples")
    {
        Description = "Inputs as lists of tf.Examples: KEY=[{\"feature\": [1.0]}], separated by ';'.",
    };
    private readonly Option<string?> outDir = new("--outdir") { Description = "A folder that each output is saved to as KEY.npy." };
    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Write over output files that exist." };
    private readonly Option<string?> trace = new("--trace") { Description = "A file to write the times of the steps to, for chrome://tracing or Perfetto." };

    public Command Describe(CliContext context)
    {
        Command command = new("run", "Run a signature of a SavedModel and print its outputs.")
        {
            dir, tagSet, signatureDef, inputs, inputExprs, inputExamples, outDir, overwrite, trace,
        };
        command.SetAction(parsed => Execute(
            new RunArguments(
                parsed.GetRequiredValue(dir),
                parsed.GetRequiredValue(tagSet),
                parsed.GetRequiredValue(signatureDef),
                parsed.GetValue(CompatOption.Instance) == CompatOption.Version1)
            {
                Inputs = parsed.GetValue(inputs),
                InputExprs = parsed.GetValue(inputExprs),
                InputExamples = parsed.GetValue(inputExamples),
                OutDir = parsed.GetValue(outDir),
                Overwrite = parsed.GetValue(overwrite),
                Trace = parsed.GetValue(trace),
            },
            context));
        return command;
    }

    public static void Execute(RunArguments arguments, CliContext context)
    {
        Dictionary<string, InputValue> inputs = InputLoader.Load(arguments, context);
        SignatureRun.Execute(arguments, inputs, context, new OutputPrinter(arguments, context).Print);
    }
}

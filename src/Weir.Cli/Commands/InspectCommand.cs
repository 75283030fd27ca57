using System.CommandLine;
using Weir.Checkpoints;
using Weir.Cli.Inspect;

namespace Weir.Cli.Commands;

/// <summary><c>inspect</c>: prints the tensors of a checkpoint.</summary>
/// <remarks>The arguments of inspect_checkpoint.py (TensorFlow 2.15), whose link is <see cref="Links.InspectCheckpoint"/>.</remarks>
internal sealed class InspectCommand : ICliCommand
{
    private readonly Option<string> fileName = new("--file_name") { Description = "The prefix of the checkpoint: its path without .index.", Required = true };
    private readonly Option<string> tensorName = new("--tensor_name") { Description = "A tensor to print.", DefaultValueFactory = _ => "" };
    private readonly Option<bool> allTensors = new("--all_tensors") { Description = "Print the values of all tensors." };
    private readonly Option<bool> allTensorNames = new("--all_tensor_names") { Description = "Print name, dtype and shape of all tensors." };
    private readonly Option<string> countExcludePattern = new("--count_exclude_pattern") { Description = "Do not count tensors whose names match this pattern.", DefaultValueFactory = _ => "" };
    private readonly Option<string[]> printOptions = new("--printoptions") { Description = "numpy's print options, k=v.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    public Command Describe(CliContext context)
    {
        Command command = new("inspect", "Print the tensors of a checkpoint.") { fileName, tensorName, allTensors, allTensorNames, countExcludePattern, printOptions };
        command.SetAction(parsed =>
        {
            bool isCompat1 = parsed.GetValue(CompatOption.Instance) == CompatOption.Version1;
            CheckpointInspector.Inspect(context.Resolve(parsed.GetRequiredValue(fileName)), context.Output, new InspectorOptions
            {
                TensorName = parsed.GetValue(tensorName) ?? "",
                AllTensors = parsed.GetValue(allTensors),
                AllTensorNames = parsed.GetValue(allTensorNames),
                CountExcludePattern = parsed.GetValue(countExcludePattern) ?? "",
                PrintOptions = PrintOptionArguments.Read(parsed.GetValue(printOptions) ?? [], isCompat1 ? NumpyPrintOptions.Legacy113 : NumpyPrintOptions.Default),
                IsCompat1 = isCompat1,
            });
        });
        return command;
    }
}

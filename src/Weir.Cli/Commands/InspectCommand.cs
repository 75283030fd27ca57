using System.CommandLine;
using Weir.Checkpoints;
using Weir.Cli.Inspect;

namespace Weir.Cli.Commands;

/// <summary><c>inspect</c>: what is in a checkpoint, as inspect_checkpoint prints it (<c>--file_name</c>), or for people and programs.</summary>
/// <remarks>The first takes the arguments of inspect_checkpoint.py (TensorFlow 2.15), whose link is <see cref="Links.InspectCheckpoint"/>.</remarks>
internal sealed class InspectCommand : ICliCommand
{
    private readonly Argument<string[]> checkpoints = new("checkpoint")
    {
        Description = "A prefix, a file of the checkpoint, a folder with checkpoints, or a SavedModel; two with --diff.",
        Arity = new ArgumentArity(0, 2),
    };

    private readonly Option<bool> stats = new("--stats") { Description = "Look at the values: least, greatest, mean, deviation, NaN and Inf, a histogram. Verifies them too." };
    private readonly Option<bool> diff = new("--diff") { Description = "Compare two checkpoints. Exit code 1: they differ." };
    private readonly Option<bool> json = new("--json") { Description = "Print JSON." };
    private readonly Option<string> fileName = new("--file_name") { Description = "The prefix of the checkpoint; prints exactly what inspect_checkpoint prints." };
    private readonly Option<string> tensorName = new("--tensor_name") { Description = "A tensor to print, or a scope.", DefaultValueFactory = _ => "" };
    private readonly Option<bool> allTensors = new("--all_tensors") { Description = "With --file_name: print the values of all tensors." };
    private readonly Option<bool> allTensorNames = new("--all_tensor_names") { Description = "With --file_name: print name, dtype and shape of all tensors." };
    private readonly Option<string> countExcludePattern = new("--count_exclude_pattern") { Description = "With --file_name: do not count tensors whose names match this pattern.", DefaultValueFactory = _ => "" };
    private readonly Option<string[]> printOptions = new("--printoptions") { Description = "With --file_name: numpy's print options, k=v.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    public Command Describe(CliContext context)
    {
        Command command = new("inspect", "Show what is in a checkpoint, or compare two.")
        {
            checkpoints, stats, diff, json, fileName, tensorName, allTensors, allTensorNames, countExcludePattern, printOptions,
        };
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetValue(checkpoints) ?? [];
            string? file = parsed.GetValue(fileName);
            if (paths.Length == 0 && file is not null && !parsed.GetValue(stats) && !parsed.GetValue(json) && !parsed.GetValue(diff))
            {
                PrintAsTheTool(parsed, context.Resolve(file), context);
                return 0;
            }

            if (file is not null) paths = [file, .. paths];
            return Print(parsed, [.. paths.Select(context.Resolve)], context);
        });
        return command;
    }

    private int Print(ParseResult parsed, string[] paths, CliContext context)
    {
        bool compares = parsed.GetValue(diff);
        if (paths.Length != (compares ? 2 : 1)) throw new TfException(StatusCode.InvalidArgument, compares ? "--diff needs two checkpoints." : "inspect needs one checkpoint (see --help).");
        string name = parsed.GetValue(tensorName) ?? "";
        if (!compares)
        {
            InspectedCheckpoint found = InspectedCheckpoint.Read(paths[0], name, parsed.GetValue(stats), context);
            if (parsed.GetValue(json)) context.Print(CheckpointJson.Of(found));
            else new CheckpointTable(context).Print(found);
            return 0;
        }

        CheckpointDiff difference = CheckpointDiff.Of(paths[0], paths[1], name, context);
        if (parsed.GetValue(json)) context.Print(CheckpointJson.Of(difference));
        else difference.Print(context);
        return difference.IsEmpty ? 0 : 1;
    }

    private void PrintAsTheTool(ParseResult parsed, string prefix, CliContext context)
    {
        bool isCompat1 = parsed.GetValue(CompatOption.Instance) == CompatOption.Version1;
        string name = parsed.GetValue(tensorName) ?? "";
        CheckpointInspector.Inspect(prefix, context.Output, new InspectorOptions
        {
            TensorName = name,
            AllTensors = parsed.GetValue(allTensors),
            AllTensorNames = parsed.GetValue(allTensorNames),
            CountExcludePattern = parsed.GetValue(countExcludePattern) ?? "",
            PrintOptions = PrintOptionArguments.Read(parsed.GetValue(printOptions) ?? [], isCompat1 ? NumpyPrintOptions.Legacy113 : NumpyPrintOptions.Default),
            IsCompat1 = isCompat1,
        });
        if (name.Length == 0) return;
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        if (!reader.Contains(name) && TensorSelection.Hint(reader, name) is { Length: > 0 } hint) context.Warn($"no tensor {name}{hint}");
    }
}

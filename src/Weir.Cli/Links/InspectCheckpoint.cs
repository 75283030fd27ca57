using Weir.Checkpoints;
using Weir.Cli.Commands;
using Weir.Cli.Inspect;

namespace Weir.Cli.Links;

/// <summary>The program as <c>inspect_checkpoint</c>: its arguments, its messages, its exit codes.</summary>
/// <remarks>Source: inspect_checkpoint.py (TensorFlow 2.15), which reads its flags with argparse.</remarks>
internal static class InspectCheckpoint
{
    private const string ShortUsage =
        "Usage: inspect_checkpoint --file_name=checkpoint_file_name [--tensor_name=tensor_to_print] [--all_tensors] [--all_tensor_names] [--printoptions]\n";

    private const string Usage = "usage: inspect_checkpoint.py [-h] [--file_name FILE_NAME]\n"
        + "                             [--tensor_name TENSOR_NAME]\n"
        + "                             [--count_exclude_pattern COUNT_EXCLUDE_PATTERN]\n"
        + "                             [--all_tensors [ALL_TENSORS]]\n"
        + "                             [--all_tensor_names [ALL_TENSOR_NAMES]]\n"
        + "                             [--printoptions [PRINTOPTIONS ...]]\n";

    private static readonly string[] Flags = ["--file_name", "--tensor_name", "--count_exclude_pattern", "--all_tensors", "--all_tensor_names", "--printoptions"];

    public static int Run(string[] args, CliContext context)
    {
        string fileName = "";
        InspectorOptions options = new();
        List<string> printOptions = [];
        for (int i = 0; i < args.Length; i++)
        {
            int equals = args[i].IndexOf('=', StringComparison.Ordinal);
            string flag = equals < 0 ? args[i] : args[i][..equals];
            string? value = equals < 0 ? null : args[i][(equals + 1)..];
            if (flag is "-h" or "--help") return Help(context);
            if (flag == "--compat")
            {
                options = options with { IsCompat1 = (value ?? (i + 1 < args.Length ? args[++i] : "")) == CompatOption.Version1 };
                continue;
            }

            if (Array.IndexOf(Flags, flag) < 0) continue; // argparse is asked for what it knows; the rest is somebody else's.
            if (flag == "--printoptions")
            {
                if (value is not null) printOptions.Add(value);
                else while (i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal)) printOptions.Add(args[++i]);
                continue;
            }

            bool takesNext = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            if (value is null && flag is "--all_tensors" or "--all_tensor_names" && equals < 0) value = takesNext ? args[++i] : "true";
            else if (value is null && takesNext) value = args[++i];
            if (value is null) return Refuse($"argument {flag}: expected one argument", context);
            switch (flag)
            {
                case "--file_name": fileName = value; break;
                case "--tensor_name": options = options with { TensorName = value }; break;
                case "--count_exclude_pattern": options = options with { CountExcludePattern = value }; break;
                case "--all_tensors": options = options with { AllTensors = IsTrue(value) }; break;
                default: options = options with { AllTensorNames = IsTrue(value) }; break;
            }
        }

        try
        {
            options = options with { PrintOptions = PrintOptionArguments.Read(printOptions, options.IsCompat1 ? NumpyPrintOptions.Legacy113 : NumpyPrintOptions.Default) };
        }
        catch (TfException e)
        {
            return Refuse("argument --printoptions: " + e.Message, context);
        }

        if (fileName.Length == 0)
        {
            context.Output.Write(ShortUsage);
            return 1;
        }

        CheckpointInspector.Print(context.Resolve(fileName), context.Output, options);
        return 0;
    }

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static int Refuse(string message, CliContext context)
    {
        context.Error.Write($"{Usage}inspect_checkpoint.py: error: {message}\n");
        return 2;
    }

    private static int Help(CliContext context)
    {
        context.Output.Write(Usage);
        return 0;
    }
}

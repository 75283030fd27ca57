using Weir.Cli.Commands;

namespace Weir.Cli.Links;

/// <summary>The program as <c>saved_model_cli</c>: its arguments, its messages, its exit codes.</summary>
/// <remarks>Source: saved_model_cli.py (TensorFlow 2.15), which lets absl parse the flags first, so that -h is an unknown flag.</remarks>
internal static class SavedModelCli
{
    private const string MainUsage = "usage: saved_model_cli [-h] [--helpfull] [-v]\n"
        + "                       {show,run,scan,convert,aot_compile_cpu,freeze_model}\n                       ...\n";

    private static readonly Dictionary<string, string[]> RequiredFlags = new(StringComparer.Ordinal)
    {
        ["show"] = ["dir"],
        ["run"] = ["dir", "tag_set", "signature_def"],
        ["scan"] = ["dir"],
        ["convert"] = ["dir", "output_dir", "tag_set"],
        ["freeze_model"] = ["dir", "output_prefix", "tag_set"],
        ["aot_compile_cpu"] = ["cpp_class"],
    };

    private static readonly string[] NotBuilt = ["tf_debug", "init_tpu", "use_tfrt"];

    public static int Run(string[] args, CliContext context)
    {
        AbslFlags flags;
        try
        {
            flags = AbslFlags.Parse(args);
        }
        catch (AbslException e)
        {
            context.Error.Write($"FATAL Flags parsing error: {e.Message}\nPass --helpshort or --helpfull to see help on flags.\n");
            return 1;
        }

        if (flags.IsSet("help") || flags.IsSet("helpshort") || flags.IsSet("helpfull"))
        {
            context.Output.Write("\n       USAGE: saved_model_cli [flags]\n\nTry --helpfull to get a list of all flags.\n");
            return 1;
        }

        return Refusal(flags) is { } refusal ? Refuse(refusal, context) : Dispatch(flags.Positional[0], flags, context);
    }

    /// <summary>What argparse prints for a command line that it does not take; null if it takes it.</summary>
    private static string? Refusal(AbslFlags flags)
    {
        if (flags.Positional.Count == 0) return MainUsage + "saved_model_cli: error: Too few arguments.\n";
        string command = flags.Positional[0];
        if (!RequiredFlags.TryGetValue(command, out string[]? required)) throw new TfException(StatusCode.InvalidArgument, $"'{command}'");
        string usage = $"usage: saved_model_cli {command} [-h] [--helpfull]\nsaved_model_cli {command}: error: ";
        if (flags.Unrecognized.Count > 0) return $"{MainUsage}saved_model_cli: error: unrecognized arguments: {string.Join(' ', flags.Unrecognized)}\n";
        if (flags.SwitchWithValue is ({ } name, { } value)) return $"{usage}argument --{name}/--no{name}: ignored explicit argument '{value}'\n";
        string[] missing = Array.FindAll(required, r => flags.Value(r) is null);
        if (missing.Length > 0) return usage + string.Concat(missing.Select(m => $"flag --{m}=None: Flag --{m} must have a value other than None.\n"));
        return flags.Positional.Count > 1
            ? $"{MainUsage}saved_model_cli: error: unrecognized arguments: {string.Join(' ', flags.Positional.Skip(1))}\n"
            : null;
    }

    private static int Refuse(string text, CliContext context)
    {
        context.Error.Write(text);
        return 2;
    }

    private static int Dispatch(string command, AbslFlags flags, CliContext context)
    {
        bool isCompat1 = flags.Value("compat") == CompatOption.Version1;
        switch (command)
        {
            case "show":
                ShowCommand.Execute(
                    new ShowArguments(flags.Value("dir")!, flags.IsSet("all"), flags.Value("tag_set"), flags.Value("signature_def"), flags.IsSet("list_ops"), isCompat1),
                    context);
                return 0;
            case "run":
                foreach (string name in NotBuilt)
                {
                    if (flags.IsSet(name)) throw new TfException(StatusCode.Unimplemented, $"--{name} is not available yet");
                }

                if (flags.Value("worker") is not null) throw new TfException(StatusCode.Unimplemented, "--worker is not available yet");
                RunCommand.Execute(
                    new RunArguments(flags.Value("dir")!, flags.Value("tag_set")!, flags.Value("signature_def")!, isCompat1)
                    {
                        Inputs = flags.Value("inputs"),
                        InputExprs = flags.Value("input_exprs"),
                        InputExamples = flags.Value("input_examples"),
                        OutDir = flags.Value("outdir"),
                        Overwrite = flags.IsSet("overwrite"),
                    },
                    context);
                return 0;
            case "scan":
                ScanCommand.Execute(new ScanArguments(flags.Value("dir")!, flags.Value("tag_set"), flags.Value("op_denylist"), isCompat1), context);
                return 0;
            default: throw new TfException(StatusCode.Unimplemented, $"the command \"{command}\" is not available yet");
        }
    }
}

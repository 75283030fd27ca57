namespace Weir.Cli.Links;

/// <summary>A command line as absl and argparse, one after the other, read it in saved_model_cli.</summary>
internal sealed class AbslFlags
{
    /// <summary>The command's own flags, and those of absl that take a value.</summary>
    private static readonly HashSet<string> Strings = new(StringComparer.Ordinal)
    {
        "dir", "tag_set", "signature_def", "inputs", "input_exprs", "input_examples", "outdir", "worker", "output_dir", "op_denylist", "compat",
        "v", "verbosity", "logger_levels", "stderrthreshold", "log_dir", "flagfile", "undefok", "pdb",
    };

    private static readonly HashSet<string> Booleans = new(StringComparer.Ordinal)
    {
        "all", "list_ops", "overwrite", "tf_debug", "init_tpu", "use_tfrt", "allow_pickle",
        "logtostderr", "alsologtostderr", "showprefixforinfo", "run_with_pdb", "run_with_profiling", "only_check_args",
        "help", "helpfull", "helpshort", "helpxml", "pdb_post_mortem", "profile_file", "use_cprofile_for_profiling",
    };

    private readonly Dictionary<string, string> strings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> booleans = new(StringComparer.Ordinal);

    private AbslFlags()
    {
    }

    /// <summary>What is no flag: the command first.</summary>
    public List<string> Positional { get; } = [];

    /// <summary>Arguments that absl takes and argparse does not know: flags with one dash, with their values.</summary>
    public List<string> Unrecognized { get; } = [];

    /// <summary>A switch that was given a value: argparse refuses it.</summary>
    public (string Name, string Value)? SwitchWithValue { get; private set; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="AbslException">A flag that nobody knows, or one without its value.</exception>
    public static AbslFlags Parse(string[] args)
    {
        AbslFlags flags = new();
        for (int i = 0; i < args.Length; i++)
        {
            string arg = args[i];
            if (arg == "--")
            {
                flags.Positional.AddRange(args[(i + 1)..]);
                break;
            }

            if (!arg.StartsWith('-') || arg == "-")
            {
                flags.Positional.Add(arg);
                continue;
            }

            flags.Take(arg, args, ref i);
        }

        return flags;
    }

    public string? Value(string name) => strings.GetValueOrDefault(name);

    public bool IsSet(string name) => booleans.GetValueOrDefault(name);

    private void Take(string arg, string[] args, ref int i)
    {
        bool hasOneDash = !arg.StartsWith("--", StringComparison.Ordinal);
        string body = arg[(hasOneDash ? 1 : 2)..];
        int equals = body.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? body : body[..equals];
        string? value = equals < 0 ? null : body[(equals + 1)..];
        int first = i;
        if (Strings.Contains(name))
        {
            if (value is null && i + 1 >= args.Length) throw new AbslException($"Missing value for flag {arg}");
            strings[name] = value ?? args[++i];
        }
        else if (Booleans.Contains(name))
        {
            booleans[name] = value is null or "true" or "True" or "1";
            if (value is not null) SwitchWithValue ??= (name, value);
        }
        else if (value is null && name.StartsWith("no", StringComparison.Ordinal) && Booleans.Contains(name[2..]))
        {
            booleans[name[2..]] = false;
        }
        else
        {
            throw new AbslException($"Unknown command line flag '{name}'");
        }

        if (hasOneDash && name.Length > 1) Unrecognized.AddRange(args[first..(i + 1)]);
    }
}

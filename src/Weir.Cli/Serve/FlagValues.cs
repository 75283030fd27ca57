using System.Globalization;

namespace Weir.Cli.Serve;

/// <summary>The values of the server's flags: given ones checked, others at their defaults.</summary>
internal sealed class FlagValues
{
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);

    /// <summary>Reads a command line as TensorFlow's model server does: <c>--name=value</c>; a bare <c>--name</c> sets a bool.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: an unknown flag, or a value of another type. UNIMPLEMENTED: a flag that is not available yet.</exception>
    public static FlagValues Parse(IReadOnlyList<string> args)
    {
        FlagValues values = new();
        foreach (string arg in args)
        {
            int equals = arg.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? arg : arg[..equals];
            if (!name.StartsWith("--", StringComparison.Ordinal)) throw Refused($"unknown argument: {arg}");
            values.Set(name[2..], equals < 0 ? null : arg[(equals + 1)..]);
        }

        return values;
    }

    /// <summary>Sets a flag.</summary>
    /// <param name="name">Without dashes.</param>
    /// <param name="value">Null: none was given.</param>
    public void Set(string name, string? value)
    {
        ServeFlag flag = ServeFlags.Find(name) ?? throw Refused($"unknown argument: --{name}");
        value ??= flag.Type == FlagType.Bool ? "true" : throw Refused($"--{name} needs a value: --{name}=VALUE");
        if (!IsValid(flag.Type, value)) throw Refused($"--{name}={value} is not {Expected(flag.Type)}");
        if (flag.State == FlagState.NotBuilt && value != flag.Default && !(flag.Type == FlagType.Float && double.Parse(value, CultureInfo.InvariantCulture) == 0))
        {
            throw new TfException(StatusCode.Unimplemented, $"--{name} is not available yet");
        }

        given[name] = value;
    }

    public bool IsGiven(string name) => given.ContainsKey(name);

    public string Text(string name) => given.GetValueOrDefault(name) ?? ServeFlags.Find(name)!.Default;

    public bool Bool(string name) => bool.Parse(Text(name));

    public int Int32(string name) => int.Parse(Text(name), CultureInfo.InvariantCulture);

    public long Int64(string name) => long.Parse(Text(name), CultureInfo.InvariantCulture);

    private static bool IsValid(FlagType type, string value) => type switch
    {
        FlagType.Bool => value is "true" or "false",
        FlagType.Int32 => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        FlagType.Int64 => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        FlagType.Float => float.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ => true,
    };

    private static string Expected(FlagType type) => type switch
    {
        FlagType.Bool => "true or false",
        FlagType.Float => "a number",
        _ => "a whole number that fits",
    };

    private static TfException Refused(string message) => new(StatusCode.InvalidArgument, $"{message} (see --help)");
}

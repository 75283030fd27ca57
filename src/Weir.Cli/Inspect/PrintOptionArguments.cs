using System.Globalization;

namespace Weir.Cli.Inspect;

/// <summary>Reads <c>precision=3 suppress=true</c>: the arguments of numpy's <c>set_printoptions</c> as inspect_checkpoint takes them.</summary>
/// <remarks>Source: parse_numpy_printoption in inspect_checkpoint.py.</remarks>
internal static class PrintOptionArguments
{
    private static readonly string[] NotFromCommandLine = ["formatter", "legacy", "override_repr"];

    /// <exception cref="TfException">INVALID_ARGUMENT: no option of numpy's, or no value for it; the message is Python's.</exception>
    public static NumpyPrintOptions Read(IEnumerable<string> arguments, NumpyPrintOptions options)
    {
        foreach (string argument in arguments)
        {
            // What numpy does not take, Python's argument parser reports in its own words.
            options = Set(options, argument) ?? throw Wrong($"invalid parse_numpy_printoption value: '{argument}'");
        }

        return options;
    }

    private static NumpyPrintOptions? Set(NumpyPrintOptions options, string argument)
    {
        int at = argument.IndexOf('=', StringComparison.Ordinal);
        if (at < 0) throw Wrong($"'{argument}' is not in the form k=v.");
        (string key, string value) = (argument[..at], argument[(at + 1)..]);
        if (NotFromCommandLine.Contains(key)) throw Wrong($"Setting '{key}' from the command line is not supported.");
        return key switch
        {
            "precision" => Number(value) is { } number ? options with { Precision = number } : null,
            "threshold" => Number(value) is { } number ? options with { Threshold = number } : null,
            "edgeitems" => Number(value) is { } number ? options with { EdgeItems = number } : null,
            "linewidth" => Number(value) is { } number ? options with { LineWidth = number } : null,
            "suppress" => Truth(value) is { } truth ? options with { Suppress = truth } : null,
            "nanstr" => options with { NanText = value },
            "infstr" => options with { InfText = value },
            "sign" when value is "-" or "+" or " " => options with { Sign = value[0] },
            "sign" => null,
            "floatmode" => Mode(value) is { } mode ? options with { FloatMode = mode } : null,
            _ => throw Wrong($"'{key}' is not a valid printoption."),
        };
    }

    private static int? Number(string value) => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= 0 ? number : null;

    private static bool? Truth(string value) => value.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    private static NumpyFloatMode? Mode(string value) => value switch
    {
        "fixed" => NumpyFloatMode.Fixed,
        "unique" => NumpyFloatMode.Unique,
        "maxprec" => NumpyFloatMode.MaxPrec,
        "maxprec_equal" => NumpyFloatMode.MaxPrecEqual,
        _ => null,
    };

    private static TfException Wrong(string message) => new(StatusCode.InvalidArgument, message);
}

using System.Text.RegularExpressions;

namespace Weir.Cli.Inputs;

/// <summary>An input that comes from a file.</summary>
/// <param name="Key">The signature's key.</param>
/// <param name="File">The path as given.</param>
/// <param name="Variable">The array within an archive; null if none was named.</param>
internal sealed record InputFile(string Key, string File, string? Variable);

/// <summary>An input that is a Python literal.</summary>
internal sealed record InputLiteral(string Key, string Expression);

/// <summary>Reads the arguments --inputs and --input_exprs.</summary>
internal static partial class InputArguments
{
    /// <summary><c>key=file;key=file[variable]</c>.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT.</exception>
    public static IEnumerable<InputFile> Files(string? inputs)
    {
        foreach (string input in (inputs ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            Match match = File().Match(input);
            if (!match.Success)
            {
                throw new TfException(
                    StatusCode.InvalidArgument,
                    $"--inputs \"{input}\" format is incorrect. Please follow\"<input_key>=<filename>\", or\"<input_key>=<filename>[<variable_name>]\"");
            }

            yield return new InputFile(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Success ? match.Groups[3].Value : null);
        }
    }

    /// <summary><c>key=literal;key=literal</c>. A ';' ends an expression even inside quotes.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT.</exception>
    public static IEnumerable<InputLiteral> Literals(string? expressions)
    {
        foreach (string input in (expressions ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!expressions!.Contains('=', StringComparison.Ordinal))
            {
                throw new TfException(
                    StatusCode.InvalidArgument,
                    $"--input_exprs \"{expressions}\" format is incorrect. Please follow\"<input_key>=<python expression>\"");
            }

            int equals = input.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) throw new TfException(StatusCode.InvalidArgument, "not enough values to unpack (expected 2, got 1)");
            yield return new InputLiteral(input[..equals], input[(equals + 1)..]);
        }
    }

    [GeneratedRegex(@"\A([^=]+)=([^\[\]]+)(?:\[([^\[\]]+)\])?\z")]
    private static partial Regex File();
}

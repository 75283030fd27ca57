using System.CommandLine;

namespace Weir.Cli.Commands;

/// <summary><c>--compat=1.x</c>: the printed forms of TensorFlow 1.x.</summary>
internal static class CompatOption
{
    public const string Name = "--compat";

    public const string Version1 = "1.x";

    private const string Version2 = "2.x";

    public static Option<string> Instance { get; } = Make();

    private static Option<string> Make()
    {
        Option<string> option = new(Name)
        {
            Description = "Print as TensorFlow 1.x or 2.x did.",
            Recursive = true,
            DefaultValueFactory = _ => Version2,
        };
        return option.AcceptOnlyFromAmong(Version1, Version2);
    }
}

using System.CommandLine;

namespace Weir.Cli.Commands;

/// <summary>One command of the program.</summary>
internal interface ICliCommand
{
    /// <summary>The command's name, options and action. An action throws <see cref="TfException"/> for what goes wrong.</summary>
    /// <param name="context">Where it reads and writes.</param>
    Command Describe(CliContext context);
}

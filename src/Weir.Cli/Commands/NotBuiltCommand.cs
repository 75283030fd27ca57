using System.CommandLine;

namespace Weir.Cli.Commands;

/// <summary>A command that is planned and refused by name until it is there.</summary>
internal sealed class NotBuiltCommand(string name, string description) : ICliCommand
{
    public Command Describe(CliContext context)
    {
        Command command = new(name, description + " Not available yet.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(int (_) => throw new TfException(StatusCode.Unimplemented, $"the command \"{name}\" is not available yet"));
        return command;
    }
}

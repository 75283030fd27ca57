namespace Weir.Cli.Commands;

/// <summary>Every command there is, in the order of the help text.</summary>
internal static class CommandCatalogue
{
    public static IReadOnlyList<ICliCommand> All { get; } =
    [
        new ShowCommand(),
        new RunCommand(),
        new ScanCommand(),
        new InspectCommand(),
        new ServeCommand(),
    ];
}

using System.CommandLine;
using Weir.Cli.Commands;

namespace Weir.Cli;

/// <summary>The program under its own name: <c>weir COMMAND ...</c>.</summary>
internal static class WeirProgram
{
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] args, CliContext context, CancellationToken cancellation)
    {
        RootCommand root = new("TensorFlow's SavedModels and checkpoints, inspected, run and served.");
        root.Add(CompatOption.Instance);
        foreach (ICliCommand command in CommandCatalogue.All) root.Add(command.Describe(context));
        ParseResult parsed = root.Parse(args, Parsing);
        bool asksForHelp = parsed.Action is System.CommandLine.Help.HelpAction;
        if (!asksForHelp && parsed.Errors.Count > 0)
        {
            context.Fail($"{parsed.Errors[0].Message} (see --help)");
            return 1;
        }

        InvocationConfiguration invocation = new() { Output = context.Output, Error = context.Error, EnableDefaultExceptionHandler = false };
        return await parsed.InvokeAsync(invocation, cancellation);
    }
}

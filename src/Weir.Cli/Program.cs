using System.Text;

namespace Weir.Cli;

/// <summary>The entry point of the one program.</summary>
internal static class Program
{
    private const int UsualColumns = 80;

    private static async Task<int> Main(string[] args)
    {
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        await using StreamWriter output = new(Console.OpenStandardOutput(), utf8) { NewLine = "\n", AutoFlush = !Console.IsOutputRedirected };
        await using StreamWriter error = new(Console.OpenStandardError(), utf8) { NewLine = "\n", AutoFlush = true };
        CliContext context = new(output, error, Environment.CurrentDirectory)
        {
            Width = Console.IsOutputRedirected ? null : Columns(),
            ErrorWidth = Console.IsErrorRedirected ? null : Columns(),
        };
        return await RunAsync(ProgramName.Current(), args, context);
    }

    /// <summary>The terminal's columns; some terminals do not say how many they have.</summary>
    private static int Columns() => Console.WindowWidth is > 0 and var columns ? columns : UsualColumns;

    /// <summary>Runs one command line.</summary>
    /// <param name="name">The name the program was called by, without folder: through a link it is the link's.</param>
    /// <param name="args">The arguments after the name.</param>
    /// <param name="context">Where the command reads and writes.</param>
    /// <param name="cancellation">Ends a command that waits.</param>
    /// <returns>The exit code: 0 for success, 1 for an error (one line on the error stream), 2 where the original tool's argument parser says so.</returns>
    public static async Task<int> RunAsync(string name, string[] args, CliContext context, CancellationToken cancellation = default)
    {
        try
        {
            return name switch
            {
                ProgramName.SavedModelCli => Links.SavedModelCli.Run(args, context),
                ProgramName.ModelServer => await Links.TensorFlowModelServer.RunAsync(args, context, cancellation),
                ProgramName.InspectCheckpoint => Links.InspectCheckpoint.Run(args, context),
                _ => await WeirProgram.RunAsync(args, context, cancellation),
            };
        }
        catch (Exception e) when (e is TfException or IOException or UnauthorizedAccessException or NotSupportedException or OperationCanceledException)
        {
            context.Fail(e.Message);
            return 1;
        }
#pragma warning disable CA1031 // A user gets one line whatever goes wrong; the type tells us that it is our mistake.
        catch (Exception e)
        {
            context.Fail($"internal error: {e.GetType().Name}: {e.Message}");
            return 1;
        }
#pragma warning restore CA1031
        finally
        {
            await context.Output.FlushAsync(CancellationToken.None);
        }
    }
}

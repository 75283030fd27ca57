using Weir.Cli.Serve;

namespace Weir.Cli.Links;

/// <summary>The program as <c>tensorflow_model_server</c>: its flags, its messages, its exit codes.</summary>
/// <remarks>Source: model_servers/main.cc (TensorFlow Serving).</remarks>
internal static class TensorFlowModelServer
{
    /// <summary>-1, as a process sees it.</summary>
    private const int Failed = 255;

    public static async Task<int> RunAsync(string[] args, CliContext context, CancellationToken cancellation)
    {
        if (args.Any(arg => arg is "-h" or "--help"))
        {
            context.Output.Write(Usage());
            return 0;
        }

        try
        {
            FlagValues values = FlagValues.Parse(args);
            if (values.Bool("version")) context.Output.Write(ServeProgram.Version);
            else await ServeProgram.ServeAsync(ServeSettings.Read(values, offersSample: false, context), context, cancellation);
            return 0;
        }
        catch (Exception e) when (e is TfException or IOException or UnauthorizedAccessException)
        {
            string code = (e as TfException)?.Code.CanonicalName() ?? StatusCode.Unavailable.CanonicalName();
            context.Error.Write($"Failed to start server. Error: {code}: {e.Message}".ReplaceLineEndings(" ") + "\n");
            return Failed;
        }
    }

    private static string Usage()
    {
        IEnumerable<string> lines = ServeFlags.All.Select(flag =>
            $"\t{$"--{flag.Name}={(flag.Type == FlagType.String ? $"\"{flag.Default}\"" : flag.Default)}",-60}\t{flag.Type.ToString().ToLowerInvariant()}\t{flag.Description}"
            + (flag.State == FlagState.NotBuilt ? " Not available yet." : ""));
        return $"usage: {ProgramName.ModelServer}\nFlags:\n{string.Join('\n', lines)}\n";
    }
}

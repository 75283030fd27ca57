using Microsoft.Extensions.Hosting;
using Weir.Protos.Serving;

namespace Weir.Cli.Serve;

/// <summary>Reads the model config file again and again, and reloads the server when it has changed.</summary>
internal sealed class ModelConfigFile(ModelServer server, FlagValues flags, CliContext context) : BackgroundService
{
    public static bool IsPolled(FlagValues flags) => flags.Text("model_config_file").Length > 0 && flags.Int32("model_config_file_poll_wait_seconds") > 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string file = flags.Text("model_config_file");
        ModelServerConfig current = ServeSettings.ReadText<ModelServerConfig>(file, context);
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(flags.Int32("model_config_file_poll_wait_seconds")));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                ModelServerConfig next = ServeSettings.ReadText<ModelServerConfig>(file, context);
                if (next.Equals(current)) continue;
                current = next;
                await server.ReloadConfigAsync(next, stoppingToken);
            }
            catch (Exception e) when (e is TfException or IOException or UnauthorizedAccessException)
            {
                context.Warn($"{file}: {e.Message}");
            }
        }
    }
}

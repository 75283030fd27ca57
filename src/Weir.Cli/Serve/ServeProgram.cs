using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Cli.Serve;

/// <summary>The server as a program: listens, serves until it is told to stop, and lets requests that have begun end.</summary>
internal static class ServeProgram
{
    /// <summary>The version, in the two lines that TensorFlow's model server prints.</summary>
    public static string Version
    {
        get
        {
            string version = typeof(ServeProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
            return $"TensorFlow ModelServer: Weir {version}\nTensorFlow Library: Weir {version}\n";
        }
    }

    /// <summary>Serves until the process is told to stop, or the token is set.</summary>
    /// <exception cref="TfException">The settings are wrong, or a model can not be loaded.</exception>
    /// <exception cref="IOException">A port is in use.</exception>
    public static async Task ServeAsync(ServeSettings settings, CliContext context, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddProvider(new LineLoggerProvider(context.Error, TimeProvider.System));
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddFilter("Weir", LogLevel.Information);
        // What keeps the host from starting is told by the program, on one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None);
        builder.Services.AddRoutingCore();
        builder.Services.AddModelServer(settings.Apply);
        if (ModelConfigFile.IsPolled(settings.Flags)) builder.Services.AddHostedService(provider => new ModelConfigFile(provider.GetRequiredService<ModelServer>(), settings.Flags, context));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        await using WebApplication app = builder.Build();
        app.UseRouting();
        app.MapModelServer();
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return; // Told to stop while the models were loading.
        }

        Announce(settings, context);
        app.Lifetime.ApplicationStopping.Register(() => context.Error.Write("Stopping: requests that have begun are answered.\n"));
        await app.WaitForShutdownAsync(cancellation);
    }

    private static void Listen(KestrelServerOptions kestrel, ServeSettings settings)
    {
        kestrel.AddServerHeader = false;
        if (settings.GrpcPort != 0) kestrel.ListenAnyIP(settings.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        if (settings.GrpcSocket.Length > 0) kestrel.ListenUnixSocket(settings.GrpcSocket, listen => listen.Protocols = HttpProtocols.Http2);
        if (settings.RestPort != 0) kestrel.ListenAnyIP(settings.RestPort, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static void Announce(ServeSettings settings, CliContext context)
    {
        string grpc = settings.GrpcPort == 0 ? "" : $"gRPC on port {settings.GrpcPort}. ";
        string socket = settings.GrpcSocket.Length == 0 ? "" : $"gRPC on {settings.GrpcSocket}. ";
        string rest = settings.RestPort == 0 ? "REST is off (--rest_api_port=8501)." : $"REST on port {settings.RestPort}.";
        context.Error.Write($"{grpc}{socket}{rest} Stop with Ctrl-C.\n");
        if (settings.RestPort == 0 || settings.Models.Count == 0) return;
        string url = $"http://localhost:{settings.RestPort}/v1/models/{settings.Models[0].Name}";
        context.Error.Write(settings.IsSample
            ? $"Try: curl -d '{{\"instances\": [1.0, 2.0, 5.0]}}' {url}:predict\n"
            : $"Try: curl {url}/metadata\n");
    }
}

using Microsoft.Extensions.Logging;
using Weir.Servables;

namespace Weir;

/// <summary>Everything that the server's core says.</summary>
internal static partial class ServingLog
{
    [LoggerMessage(1, LogLevel.Information, "Loaded servable {Id}")]
    public static partial void Loaded(ILogger log, ServableId id);

    [LoggerMessage(2, LogLevel.Information, "Unloaded servable {Id}")]
    public static partial void Unloaded(ILogger log, ServableId id);

    [LoggerMessage(3, LogLevel.Error, "Loading servable {Id} failed: {Code}: {Message}")]
    public static partial void LoadFailed(ILogger log, ServableId id, string code, string message);

    [LoggerMessage(4, LogLevel.Warning, "Loading servable {Id} failed, retry {Attempt} of {Retries} follows: {Message}")]
    public static partial void LoadRetried(ILogger log, ServableId id, int attempt, int retries, string message);

    [LoggerMessage(5, LogLevel.Warning, "{Message}")]
    public static partial void SourceWarning(ILogger log, string message);

    [LoggerMessage(6, LogLevel.Information, "Replayed {Records} warm-up requests of {Path}")]
    public static partial void WarmedUp(ILogger log, int records, string path);

    [LoggerMessage(7, LogLevel.Error, "Reloading the configuration failed: {Code}: {Message}")]
    public static partial void ReloadFailed(ILogger log, string code, string message);

    [LoggerMessage(8, LogLevel.Information, "Serving the models {Models}")]
    public static partial void Configured(ILogger log, string models);
}

using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Weir.Cli.Serve;

/// <summary>Writes the log, a line an entry: time, what is wrong if something is, message.</summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider time) : ILoggerProvider, ILogger
{
    private readonly Lock gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string severity = logLevel switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error or LogLevel.Critical => "error: ",
            _ => "",
        };
        string cause = exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}";
        string line = (formatter(state, exception) + cause).ReplaceLineEndings(" ");
        string clock = time.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        lock (gate) output.Write($"{clock} {severity}{line}\n");
    }

    public void Dispose()
    {
    }
}

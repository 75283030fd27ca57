using Spectre.Console;

namespace Weir.Cli.Inspect;

/// <summary>A progress bar on the error stream, where that is a terminal and there is much to do.</summary>
internal static class LongWork
{
    /// <summary>Less than this is done before anyone wonders.</summary>
    private const long BytesWorthABar = 256 << 20;

    /// <summary>Does something that goes over so many bytes.</summary>
    /// <param name="context">Whose error stream shows it.</param>
    /// <param name="title">What is done.</param>
    /// <param name="totalBytes">The bytes in all.</param>
    /// <param name="work">Is given what to call with the bytes that were done.</param>
    public static void Do(CliContext context, string title, long totalBytes, Action<Action<long>> work)
    {
        if (context.ErrorWidth is null || totalBytes < BytesWorthABar)
        {
            work(_ => { });
            return;
        }

        TerminalOutput.Open(context.Error, context.ErrorWidth).Progress().AutoClear(true).Start(progress =>
        {
            ProgressTask task = progress.AddTask(Markup.Escape(title), maxValue: totalBytes);
            work(bytes => task.Increment(bytes));
        });
    }
}

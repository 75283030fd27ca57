using System.Text;
using Spectre.Console;

namespace Weir.Cli.Inspect;

/// <summary>Tables and bars for a terminal of some width; for files and pipes plain text that is as wide as it needs.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="width">The terminal's columns; null: this is no terminal.</param>
internal sealed class TerminalOutput(TextWriter writer, int? width) : IAnsiConsoleOutput
{
    private const int NoLimit = 100_000;

    public TextWriter Writer => writer;

    public bool IsTerminal => width is not null;

    public int Width => width ?? NoLimit;

    public int Height => 24;

    /// <summary>A console over it. Colours and moving bars are for terminals alone.</summary>
    public static IAnsiConsole Open(TextWriter writer, int? width) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new TerminalOutput(writer, width),
        Ansi = width is null ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = width is null ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        Interactive = width is null ? InteractionSupport.No : InteractionSupport.Yes,
    });

    /// <summary>An empty table: with a line below its head on a terminal, with nothing but columns elsewhere.</summary>
    public static Table Table(int? width)
    {
        Table table = new() { Border = width is null ? TableBorder.None : TableBorder.Simple };
        return table.HideFooters();
    }

    public void SetEncoding(Encoding encoding)
    {
    }
}

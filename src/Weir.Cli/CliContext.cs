namespace Weir.Cli;

/// <summary>What a command sees of the world: two writers and a folder.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors and warnings.</param>
/// <param name="WorkingDirectory">The folder that relative paths start in; absolute.</param>
internal sealed record CliContext(TextWriter Output, TextWriter Error, string WorkingDirectory)
{
    /// <summary>The columns of the terminal that results go to; null: they go to a file or another program.</summary>
    public int? Width { get; init; }

    /// <summary>The same for errors, and for what moves while there is work.</summary>
    public int? ErrorWidth { get; init; }

    /// <summary>The absolute form of a path that a user gave.</summary>
    public string Resolve(string path) => Path.Combine(WorkingDirectory, path);

    /// <summary>Prints a line of results.</summary>
    public void Print(string line) => Output.Write(line + "\n");

    /// <summary>Prints an error on one line, whatever the message holds.</summary>
    public void Fail(string message) => Error.Write($"weir: {message.ReplaceLineEndings(" ")}\n");

    /// <summary>Prints a warning on one line.</summary>
    public void Warn(string message) => Error.Write($"weir: warning: {message.ReplaceLineEndings(" ")}\n");
}

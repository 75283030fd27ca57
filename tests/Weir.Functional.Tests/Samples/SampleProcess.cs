using System.Diagnostics;
using Weir.Cli;

namespace Weir.Samples;

/// <summary>A sample as a user runs it.</summary>
internal static class SampleProcess
{
    public static string Executable(string name) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, "release", OperatingSystem.IsWindows() ? name + ".exe" : name));

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> Run(string name, params string[] args)
    {
        (int code, string output, string error) = await WeirProcess.Run(Executable(name), AppContext.BaseDirectory, args);
        return (code, output.ReplaceLineEndings("\n"), error.ReplaceLineEndings("\n"));
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string name, params string[] args) => Process.Start(new ProcessStartInfo(Executable(name), args) { RedirectStandardOutput = true })!;
}

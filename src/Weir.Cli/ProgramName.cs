namespace Weir.Cli;

/// <summary>The name that the program was called by.</summary>
internal static class ProgramName
{
    public const string SavedModelCli = "saved_model_cli";
    public const string ModelServer = "tensorflow_model_server";
    public const string InspectCheckpoint = "inspect_checkpoint";

    private const string LinuxCommandLine = "/proc/self/cmdline";

    /// <summary>The last part of the path that this process was started with.</summary>
    public static string Current()
    {
        // .NET resolves links in ProcessPath and puts the managed file's name first in its own arguments: only the system knows the link.
        if (OperatingSystem.IsLinux() && File.Exists(LinuxCommandLine))
        {
            string first = File.ReadAllText(LinuxCommandLine).Split('\0')[0];
            if (first.Length > 0) return Path.GetFileName(first);
        }

        return Path.GetFileNameWithoutExtension(Environment.ProcessPath ?? "weir");
    }
}

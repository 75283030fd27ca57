using Weir.Printing;

namespace Weir.Cli.Commands;

/// <summary>Prints the outputs of a run and saves them, one after the other.</summary>
internal sealed class OutputPrinter(RunArguments arguments, CliContext context)
{
    private readonly NumpyPrintOptions options = arguments.IsCompat1 ? NumpyPrintOptions.Legacy113 : NumpyPrintOptions.Default;

    /// <summary>Prints one output, then saves it if a folder was named.</summary>
    /// <exception cref="TfException">ALREADY_EXISTS: the file is there and may not be written over. INVALID_ARGUMENT: the key names a file
    /// outside the folder.</exception>
    public void Print(string key, Tensor output)
    {
        context.Print($"Result for output key {key}:\n{output.ToString(options)}");
        if (string.IsNullOrEmpty(arguments.OutDir)) return;
        string path = Path.Join(arguments.OutDir, key + ".npy");
        string full = Locate(key, path);
        if (File.Exists(full) && !arguments.Overwrite)
        {
            throw new TfException(StatusCode.AlreadyExists, $"Output file {path} already exists. Add \"--overwrite\" to overwrite the existing output files.");
        }

        using (FileStream file = File.Create(full)) Npy.Write(file, output);
        context.Print($"Output {key} is saved to {path}");
    }

    /// <summary>The file for a key. A key is the model's choice: it must not lead out of the folder.</summary>
    private string Locate(string key, string path)
    {
        string folder = Path.GetFullPath(context.Resolve(arguments.OutDir!));
        string full = Path.GetFullPath(context.Resolve(path));
        if (Path.GetDirectoryName(full) != Path.TrimEndingDirectorySeparator(folder))
        {
            throw new TfException(StatusCode.InvalidArgument, $"The output key {PythonRepr.Text(key)} is no name of a file in {arguments.OutDir}.");
        }

        if (File.Exists(folder)) throw new TfException(StatusCode.AlreadyExists, $"[Errno 17] File exists: {PythonRepr.Text(arguments.OutDir!)}");
        Directory.CreateDirectory(folder);
        return full;
    }
}

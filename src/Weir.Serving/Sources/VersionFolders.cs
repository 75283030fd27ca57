using System.Globalization;

namespace Weir.Sources;

/// <summary>Looks for the versions of a model: the folders below its base path whose names are numbers.</summary>
/// <remarks>Source: file_system_storage_path_source.cc (TensorFlow Serving).</remarks>
internal static class VersionFolders
{
    private static readonly string[] ModelFiles = ["saved_model.pb", "saved_model.pbtxt"];

    /// <summary>The versions that the model's policy wants, ascending.</summary>
    /// <param name="files">Where the base path is looked up.</param>
    /// <param name="model">Name, base path and policy.</param>
    /// <param name="warn">Hears what the operator should know.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: there is no such folder, or it can not be read.</exception>
    public static IReadOnlyList<StoragePath> Scan(IModelFileSystem files, ServedModel model, Action<string> warn)
    {
        IReadOnlyList<string> children = Children(files, model);
        SortedDictionary<long, string> found = [];
        foreach (string child in children)
        {
            if (!TryParse(child, out long version) || !files.DirectoryExists($"{model.BasePath}/{child}")) continue;
            if (found.TryGetValue(version, out string? other))
            {
                warn($"Duplicate version directories detected. Version {version} will be loaded from {child}, {other} will be ignored.");
            }

            found[version] = child;
        }

        StoragePath[] selected = [.. model.VersionPolicy.Select([.. found.Keys]).Select(version => new StoragePath(version, $"{model.BasePath.TrimEnd('/')}/{found[version]}"))];
        WarnOfMissing(model, selected, warn);
        if (selected.Length == 0) warn(NothingFound(model, children));
        return selected;
    }

    /// <summary>Reads the name of a folder as a decimal number; leading zeros do not count.</summary>
    private static bool TryParse(string name, out long version) => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out version);

    private static IReadOnlyList<string> Children(IModelFileSystem files, ServedModel model)
    {
        try
        {
            return files.List(model.BasePath);
        }
        catch (Exception e) when (e is TfException or IOException or UnauthorizedAccessException)
        {
            string code = (e as TfException)?.Code.CanonicalName() ?? StatusCode.PermissionDenied.CanonicalName();
            throw new TfException(StatusCode.InvalidArgument, $"Could not find base path {model.BasePath} for servable {model.Name} with error {code}: {e.Message}", e);
        }
    }

    private static void WarnOfMissing(ServedModel model, StoragePath[] selected, Action<string> warn)
    {
        if (model.VersionPolicy is not VersionPolicy.Specific specific) return;
        foreach (long version in specific.Versions.Where(version => !selected.Any(path => path.Version == version)))
        {
            warn($"Version {version} of servable {model.Name}, which was requested to be served as a 'specific' version in the servable's version policy, "
                + "was not found in the file system");
        }
    }

    private static string NothingFound(ServedModel model, IReadOnlyList<string> children)
    {
        string path = model.BasePath.TrimEnd('/');
        string message = $"No versions of servable {model.Name} found under base path {model.BasePath}. Did you forget to name your leaf directory as a number (eg. '/1/')?";
        if (!children.Any(ModelFiles.Contains)) return message;
        string parent = Path.GetDirectoryName(path) ?? "/";
        return TryParse(Path.GetFileName(path), out _)
            ? $"{message} {path} holds a model itself, so it is the folder of a version: give the folder above it, {parent}."
            : $"{message} {path} holds a model itself: move it into a numbered folder, {path}/1, and give {path}.";
    }
}

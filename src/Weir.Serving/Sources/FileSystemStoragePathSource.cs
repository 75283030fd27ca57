using Microsoft.Extensions.Logging;

namespace Weir.Sources;

/// <summary>Looks at the base paths of models again and again, and tells which versions are to be served.</summary>
internal sealed class FileSystemStoragePathSource : IDisposable
{
    private readonly IModelFileSystem files;
    private readonly Action<string, IReadOnlyList<StoragePath>> aspire;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> lastWarnings = new(StringComparer.Ordinal);
    private readonly ITimer? timer;
    private IReadOnlyList<ServedModel> models = [];

    /// <param name="files">Where base paths are looked up.</param>
    /// <param name="poll">The time between two looks; zero or less: only when the models are given.</param>
    /// <param name="time">The clock of polling.</param>
    /// <param name="aspire">Called with each model's versions after each look, and with none for a model that is no longer given.</param>
    /// <param name="log">Hears warnings, each once until it changes.</param>
    public FileSystemStoragePathSource(
        IModelFileSystem files, TimeSpan poll, TimeProvider time, Action<string, IReadOnlyList<StoragePath>> aspire, ILogger log)
    {
        this.files = files;
        this.aspire = aspire;
        this.log = log;
        if (poll > TimeSpan.Zero) timer = time.CreateTimer(_ => Poll(), null, poll, poll);
    }

    /// <summary>Says which models there are from now on, and looks at once.</summary>
    public void SetModels(IReadOnlyList<ServedModel> served)
    {
        lock (gate)
        {
            foreach (ServedModel gone in models.Where(old => !served.Any(model => model.Name == old.Name))) aspire(gone.Name, []);
            models = served;
            foreach (ServedModel model in served) Look(model);
        }
    }

    public void Dispose()
    {
        timer?.Dispose();
        lock (gate) models = [];
    }

    private void Poll()
    {
        // A look that takes longer than the interval is not joined by a second one.
        if (!gate.TryEnter()) return;
        try
        {
            foreach (ServedModel model in models) Look(model);
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Look(ServedModel model)
    {
        List<string> warnings = [];
        try
        {
            aspire(model.Name, VersionFolders.Scan(files, model, warnings.Add));
        }
        catch (TfException e)
        {
            // A base path that can not be read is no reason to unload what came from it: it may be back in a moment.
            warnings.Add(e.Message);
        }

        string text = string.Join(' ', warnings);
        if (text.Length > 0 && lastWarnings.GetValueOrDefault(model.Name) != text) ServingLog.SourceWarning(log, text);
        lastWarnings[model.Name] = text;
    }
}

namespace Weir.Benchmarks.Bundle;

/// <summary>A graph with a variable for each tensor of a bundle: restored into sessions, saved from one.</summary>
internal sealed class SavedGraph : IDisposable
{
    private readonly LargeBundle bundle;
    private readonly Saver saver;
    private readonly Graph graph = new();
    private readonly Session restored;

    public SavedGraph(LargeBundle bundle)
    {
        this.bundle = bundle;
        for (int i = 0; i < bundle.TensorCount; i++) graph.Variable(LargeBundle.NameOf(i), shape: [bundle.Elements]);
        saver = new Saver(graph);
        restored = new Session(graph, new SessionOptions { RestoreMode = RestoreMode.Map });
        saver.Restore(restored, bundle.Prefix);
    }

    /// <summary>Restores all variables of a new session, which ends at once.</summary>
    /// <param name="mode">How.</param>
    /// <param name="look">Called while all are there.</param>
    public void Restore(RestoreMode mode, Action? look = null)
    {
        using Session session = new(graph, new SessionOptions { RestoreMode = mode });
        saver.Restore(session, bundle.Prefix);
        look?.Invoke();
    }

    /// <summary>Restores all variables of the same session once more, mapped.</summary>
    public void MapAgain() => saver.Restore(restored, bundle.Prefix);

    /// <summary>Saves all variables as a new checkpoint, which is deleted.</summary>
    public void Save()
    {
        string folder = Path.Combine(bundle.Folder, "saved");
        saver.Save(restored, Path.Combine(folder, "model.ckpt"), save: new SaveOptions { WriteMetaGraph = false });
        Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => restored.Dispose();
}

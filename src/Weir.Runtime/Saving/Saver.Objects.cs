using Weir.Saving;

namespace Weir;

/// <summary>Restoring checkpoints that TensorFlow 2 wrote by objects rather than names.</summary>
public sealed partial class Saver
{
    /// <returns>The keys of stored values by the names that variables had; null: this is no checkpoint of objects.</returns>
    private static Dictionary<string, string>? KeysOfObjects(string savePath)
    {
        if (!File.Exists(Bundles.BundleFiles.Index(savePath))) return null;
        using CheckpointReader reader = CheckpointReader.Open(savePath);
        return StoredObjects.Read(reader)?.KeysByName();
    }

    private void RestoreObjects(Session session, string savePath, Dictionary<string, string> keys)
    {
        IReadOnlyList<Saveable> wanted = saveables.Count > 0 ? saveables : SaverNames.OfGraph(graph);
        string[] names = [.. wanted.SelectMany(saveable => saveable.Specs).Select(spec => spec.Name)];
        string[] missing = [.. names.Where(name => !keys.ContainsKey(name))];
        if (missing.Length > 0) throw NotInObjects(names, keys, missing);
        Saveable[] byKey = [.. wanted.Select(saveable => new RenamedSaveable(saveable, keys))];
        new Saver(graph, byKey, options with { DeferBuild = false, Name = null }).Restore(session, savePath);
    }

    private static TfException NotInObjects(string[] names, Dictionary<string, string> keys, string[] missing)
    {
        string[] left = [.. keys.Keys.Except(names).Order(StringComparer.Ordinal)];
        return new TfException(StatusCode.NotFound,
            $"\n\nExisting variables not in the checkpoint: {string.Join(", ", missing)}\n\n"
            + $"Variables names when this checkpoint was written which don't exist now: {string.Join(", ", left)}\n\n"
            + $"({names.Length - missing.Length} variable name(s) did match)\n\n"
            + "Could not find some variables in the checkpoint (see names above). Saver was attempting to load an object-based checkpoint (saved using "
            + "tf.train.Checkpoint or tf.keras.Model.save_weights) using variable names. If the checkpoint was written with eager execution enabled, it's "
            + "possible that variable names have changed (for example missing a '_1' suffix). It's also possible that there are new variables which did not "
            + "exist when the checkpoint was written. Construct a Saver of the variables which existed, by their names then.");
    }
}

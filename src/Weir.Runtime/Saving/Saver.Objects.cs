using Weir.Saving;

namespace Weir;

/// <summary>Restoring checkpoints that TensorFlow 2 wrote by objects rather than names.</summary>
public sealed partial class Saver
{
    private void RestoreObjects(Session session, string savePath, Dictionary<string, string> keys)
    {
        IReadOnlyList<NamedVariable> wanted = variables.Count > 0 ? variables : SaverNames.OfList(graph.Variables());
        string[] missing = [.. wanted.Select(saved => saved.Name).Where(name => !keys.ContainsKey(name))];
        if (missing.Length > 0) throw NotInObjects(wanted, keys, missing);
        Dictionary<string, Variable> byKey = wanted.ToDictionary(saved => keys[saved.Name], saved => saved.Variable);
        new Saver(graph, byKey, options with { DeferBuild = false, Name = null }).Restore(session, savePath);
    }

    private static TfException NotInObjects(IReadOnlyList<NamedVariable> wanted, Dictionary<string, string> keys, string[] missing)
    {
        string[] left = [.. keys.Keys.Except(wanted.Select(saved => saved.Name)).Order(StringComparer.Ordinal)];
        return new TfException(StatusCode.NotFound,
            $"\n\nExisting variables not in the checkpoint: {string.Join(", ", missing)}\n\n"
            + $"Variables names when this checkpoint was written which don't exist now: {string.Join(", ", left)}\n\n"
            + $"({wanted.Count - missing.Length} variable name(s) did match)\n\n"
            + "Could not find some variables in the checkpoint (see names above). Saver was attempting to load an object-based checkpoint (saved using "
            + "tf.train.Checkpoint or tf.keras.Model.save_weights) using variable names. If the checkpoint was written with eager execution enabled, it's "
            + "possible that variable names have changed (for example missing a '_1' suffix). It's also possible that there are new variables which did not "
            + "exist when the checkpoint was written. Construct a Saver of the variables which existed, by their names then.");
    }
}

using System.Text;

namespace Weir.Saving;

/// <summary>What is saved, in the order of its names.</summary>
internal static class SaverNames
{
    /// <summary>Variables under their own names; parts of a partitioned variable under that of the whole.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public static IReadOnlyList<Saveable> OfList(IReadOnlyList<Variable> variables)
    {
        foreach (Variable variable in variables) ArgumentNullException.ThrowIfNull(variable, nameof(variables));
        return OfSaveables([.. variables.Select(variable => Saveable.Of(variable))]);
    }

    /// <exception cref="ArgumentException">Two have one name.</exception>
    public static IReadOnlyList<Saveable> OfSaveables(IReadOnlyList<Saveable> saveables)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Saveable saveable in saveables)
        {
            ArgumentNullException.ThrowIfNull(saveable, nameof(saveables));
            bool isPart = saveable is VariableSaveable { Variable.Slice: not null };
            if (!isPart && !names.Add(saveable.Name)) throw new ArgumentException($"At least two variables have the same name: {saveable.Name}", nameof(saveables));
        }

        return Sorted(saveables);
    }

    /// <exception cref="ArgumentException">A variable has two names.</exception>
    public static IReadOnlyList<Saveable> OfDictionary(Dictionary<string, Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        HashSet<Variable> seen = [];
        foreach ((string name, Variable variable) in variables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!seen.Add(variable)) throw new ArgumentException($"The same saveable will be restored with two names: {name}", nameof(variables));
        }

        return Sorted(variables.Select(pair => Saveable.Of(pair.Value, pair.Key)));
    }

    /// <summary>All that a saver without a list saves.</summary>
    public static IReadOnlyList<Saveable> OfGraph(Graph graph) => OfSaveables(
        [.. graph.Variables().Select(variable => Saveable.Of(variable)), .. graph.GetCollection(GraphKeys.SaveableObjects).OfType<Saveable>()]);

    private static List<Saveable> Sorted(IEnumerable<Saveable> saveables) =>
        [.. saveables.OrderBy(saveable => Encoding.UTF8.GetBytes(saveable.Name), Bundles.KeyOrder.Instance)];
}

namespace Weir.Saving;

/// <summary>What variables are called in checkpoints, in the order of these names.</summary>
internal static class SaverNames
{
    /// <summary>Under their own names; parts of a partitioned variable under that of the whole.</summary>
    /// <exception cref="ArgumentException">Two whole variables have one name.</exception>
    public static IReadOnlyList<NamedVariable> OfList(IReadOnlyList<Variable> variables)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Variable variable in variables)
        {
            ArgumentNullException.ThrowIfNull(variable, nameof(variables));
            if (variable.Slice is null && !names.Add(variable.Name)) throw new ArgumentException($"At least two variables have the same name: {variable.Name}", nameof(variables));
        }

        return Sorted(variables.Select(variable => new NamedVariable(variable.Slice?.FullName ?? variable.Name, variable)));
    }

    /// <exception cref="ArgumentException">A variable has two names.</exception>
    public static IReadOnlyList<NamedVariable> OfDictionary(Dictionary<string, Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        HashSet<Variable> seen = [];
        foreach ((string name, Variable variable) in variables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!seen.Add(variable)) throw new ArgumentException($"The same saveable will be restored with two names: {name}", nameof(variables));
        }

        return Sorted(variables.Select(pair => new NamedVariable(pair.Key, pair.Value)));
    }

    private static List<NamedVariable> Sorted(IEnumerable<NamedVariable> variables) =>
        [.. variables.OrderBy(saved => System.Text.Encoding.UTF8.GetBytes(saved.Name), Bundles.KeyOrder.Instance)];
}

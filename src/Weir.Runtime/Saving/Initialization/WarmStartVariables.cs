namespace Weir;

/// <summary>A choice of variables to warm-start.</summary>
public sealed class WarmStartVariables
{
    private WarmStartVariables(IReadOnlyList<string> patterns, string collection, IReadOnlyList<Variable>? variables)
    {
        Patterns = patterns;
        Collection = collection;
        Variables = variables;
    }

    /// <summary>None but those that have a vocabulary, among the trainable ones.</summary>
    public static WarmStartVariables OnlyVocabularies { get; } = new([".*"], GraphKeys.TrainableVariables, null) { NeedsVocabulary = true };

    internal IReadOnlyList<string> Patterns { get; }

    internal string Collection { get; }

    internal IReadOnlyList<Variable>? Variables { get; }

    internal bool NeedsVocabulary { get; private init; }

    /// <summary>The trainable variables whose names begin as a regular expression says; names are those of tensors, <c>w:0</c>.</summary>
    /// <param name="pattern">The expression.</param>
    public static WarmStartVariables Trainable(string pattern = ".*") => new([pattern], GraphKeys.TrainableVariables, null);

    /// <summary>The global variables, trainable or not, whose names begin as one of some regular expressions says.</summary>
    /// <param name="patterns">The expressions.</param>
    public static WarmStartVariables Global(params IReadOnlyList<string> patterns) => new(patterns, GraphKeys.GlobalVariables, null);

    /// <summary>These variables.</summary>
    /// <param name="variables">The variables.</param>
    public static WarmStartVariables Of(params IReadOnlyList<Variable> variables) => new([], "", variables);
}

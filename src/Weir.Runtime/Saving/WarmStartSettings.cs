namespace Weir;

/// <summary>Which variables take over values of an earlier model.</summary>
/// <remarks>Source: WarmStartSettings in warm_starting_util.py (TensorFlow 2.15).</remarks>
public sealed record WarmStartSettings
{
    /// <summary>A folder with a state file, or the prefix of a checkpoint.</summary>
    public required string CheckpointToInitializeFrom { get; init; }

    /// <summary>The variables. Default: all that optimizers change.</summary>
    public WarmStartVariables VarsToWarmStart { get; init; } = WarmStartVariables.Trainable();

    /// <summary>For matrices whose rows or columns belong to words: the vocabularies, by the variables' names.</summary>
    public IReadOnlyDictionary<string, VocabInfo> VarNameToVocabInfo { get; init; } = new Dictionary<string, VocabInfo>();

    /// <summary>For variables that had another name: that name, by the one of today.</summary>
    public IReadOnlyDictionary<string, string> VarNameToPrevVarName { get; init; } = new Dictionary<string, string>();
}

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

/// <summary>The vocabularies of a matrix, of today and of before: text files with a word a line. Rows of new words, and those out of vocabulary, are initialized.</summary>
/// <param name="NewVocab">Today's file.</param>
/// <param name="NewVocabSize">How many of its lines count.</param>
/// <param name="NumOovBuckets">How many rows for words out of vocabulary come after them.</param>
/// <param name="OldVocab">The file of before.</param>
public sealed record VocabInfo(string NewVocab, int NewVocabSize, int NumOovBuckets, string OldVocab)
{
    /// <summary>How many lines of the old file count; -1: all.</summary>
    public int OldVocabSize { get; init; } = -1;

    /// <summary>What new words get; null: zeros.</summary>
    public Initializer? BackupInitializer { get; init; }

    /// <summary>0: rows belong to words. 1: columns do.</summary>
    public int Axis { get; init; }
}

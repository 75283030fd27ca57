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

namespace Weir;

/// <summary>How a SavedModel is loaded by <see cref="SavedModel.Load(string, LoadOptions)"/>.</summary>
public sealed record LoadOptions
{
    /// <summary>The tags of the MetaGraph to load, as a set. Default: <c>serve</c>.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [SavedModelTags.Serving];

    /// <summary>What the model may use.</summary>
    public ModelLimits Limits { get; init; } = ModelLimits.Default;

    /// <summary>How variables are restored: read, or as views of the model's files, which takes milliseconds. Default: read.</summary>
    public RestoreMode RestoreMode { get; init; }

    /// <inheritdoc cref="SessionOptions.IntraOpThreads"/>
    public int IntraOpThreads { get; init; }

    /// <inheritdoc cref="SessionOptions.InterOpThreads"/>
    public int InterOpThreads { get; init; }

    /// <summary>What to do with an attribute that the op does not have. Default: ignore it with a warning.</summary>
    public UnknownAttributes UnknownAttributes { get; init; }

    /// <summary>Called with each text that the model prints; see <see cref="SessionOptions.Print"/>. Default null: nobody hears them.</summary>
    public Action<string>? Print { get; init; }

    /// <summary>Called with each warning; null: nobody hears them.</summary>
    public Action<string>? Warning { get; init; }
}

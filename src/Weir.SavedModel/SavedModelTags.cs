namespace Weir;

/// <summary>The tags that TensorFlow gives a meaning to.</summary>
/// <remarks>Source: saved_model/tag_constants.</remarks>
public static class SavedModelTags
{
    /// <summary>A graph for inference.</summary>
    public const string Serving = "serve";

    /// <summary>A graph for training.</summary>
    public const string Training = "train";

    /// <summary>A graph for evaluation.</summary>
    public const string Evaluation = "eval";

    /// <summary>A graph placed on GPUs.</summary>
    public const string Gpu = "gpu";

    /// <summary>A graph placed on TPUs.</summary>
    public const string Tpu = "tpu";
}

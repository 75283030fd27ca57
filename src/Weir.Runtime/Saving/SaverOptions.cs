namespace Weir;

/// <summary>How a <see cref="Saver"/> saves. The defaults are TensorFlow's.</summary>
public sealed record SaverOptions
{
    /// <summary>Whether a stored tensor of another shape, but as many elements, is restored. Default false.</summary>
    public bool Reshape { get; init; }

    /// <summary>Whether each device writes a data file of its own. Default false.</summary>
    public bool Sharded { get; init; }

    /// <summary>How many checkpoints are kept; null or 0: all. Default 5.</summary>
    public int? MaxToKeep { get; init; } = 5;

    /// <summary>After so many hours one of those that would be deleted is kept for good. Default 10,000.</summary>
    public double KeepCheckpointEveryNHours { get; init; } = 10_000;

    /// <summary>The name scope of the operations; null for <c>save</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Accepted for TensorFlow's sake, which restores in one go as well.</summary>
    public bool RestoreSequentially { get; init; }

    /// <summary>Whether operations are added by <see cref="Saver.Build"/> rather than at once. Not together with a list of variables.</summary>
    public bool DeferBuild { get; init; }

    /// <summary>Whether a saver of no variables is fine; it does nothing. Default false.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>The format. Default <see cref="CheckpointVersion.V2"/>.</summary>
    public CheckpointVersion WriteVersion { get; init; } = CheckpointVersion.V2;

    /// <summary>Whether steps in names have eight digits, so that names sort. Default false.</summary>
    public bool PadStepNumber { get; init; }

    /// <summary>Whether the state file has paths relative to its folder, so that the folder may be moved. Default false.</summary>
    public bool SaveRelativePaths { get; init; }

    /// <summary>The prefix that the graph itself holds; null for <c>model</c>.</summary>
    public string? FileName { get; init; }

    /// <summary>The clock by which checkpoints are kept. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told what TensorFlow would log as a warning; null: nobody hears it.</summary>
    public Action<string>? Warning { get; init; }
}

/// <summary>What else is done when a checkpoint is saved.</summary>
public sealed record SaveOptions
{
    /// <summary>The name of the state file. Default <c>checkpoint</c>.</summary>
    public string? LatestFileName { get; init; }

    /// <summary>The suffix of the MetaGraph file. Default <c>meta</c>.</summary>
    public string MetaGraphSuffix { get; init; } = "meta";

    /// <summary>Whether the MetaGraph is written beside the checkpoint. Default true.</summary>
    public bool WriteMetaGraph { get; init; } = true;

    /// <summary>Whether the state file is written and old checkpoints are deleted. Default true.</summary>
    public bool WriteState { get; init; } = true;

    /// <summary>Whether attributes of default value are left out of the MetaGraph. Default false.</summary>
    public bool StripDefaultAttrs { get; init; }
}

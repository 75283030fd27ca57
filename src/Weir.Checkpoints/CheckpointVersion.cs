namespace Weir;

/// <summary>The formats of checkpoints.</summary>
public enum CheckpointVersion
{
    /// <summary>One table with everything, TensorFlow's first format: for small checkpoints, which are held in memory while they are written.</summary>
    V1 = 1,

    /// <summary>An index and data files, the format of today.</summary>
    V2 = 2,
}

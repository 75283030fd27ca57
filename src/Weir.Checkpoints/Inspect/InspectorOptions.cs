namespace Weir.Checkpoints;

/// <summary>What <c>inspect_checkpoint</c> can be asked for.</summary>
internal sealed record InspectorOptions
{
    /// <summary>A tensor to be printed; empty: none.</summary>
    public string TensorName { get; init; } = "";

    public bool AllTensors { get; init; }

    /// <summary>Whether all tensors are listed with dtype and shape.</summary>
    public bool AllTensorNames { get; init; }

    /// <summary>Tensors whose names match are not counted; empty: all are.</summary>
    public string CountExcludePattern { get; init; } = "";

    /// <summary>How arrays are printed; null: as numpy did in the days of the TensorFlow that is asked for.</summary>
    public NumpyPrintOptions? PrintOptions { get; init; }

    /// <summary>Whether to print as TensorFlow 1.x did.</summary>
    public bool IsCompat1 { get; init; }
}

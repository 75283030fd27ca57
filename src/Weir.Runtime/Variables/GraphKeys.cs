namespace Weir;

/// <summary>The names of the collections that every program knows.</summary>
public static class GraphKeys
{
    /// <summary>The variables that are saved and restored.</summary>
    public const string GlobalVariables = "variables";

    /// <summary>The variables that optimizers change.</summary>
    public const string TrainableVariables = "trainable_variables";

    /// <summary>The variables of one process, which are neither saved nor restored.</summary>
    public const string LocalVariables = "local_variables";

    /// <summary>The count of steps that a training has done.</summary>
    public const string GlobalStep = "global_step";

    /// <summary>What is saved beside variables: each a <see cref="Saveable"/>.</summary>
    public const string SaveableObjects = "saveable_objects";

    /// <summary>The savers of the graph.</summary>
    public const string Savers = "savers";
}

namespace Weir;

/// <summary>What else there is to say of a new variable.</summary>
public sealed record VariableOptions
{
    /// <summary>Whether optimizers change it. Default true.</summary>
    public bool Trainable { get; init; } = true;

    /// <summary>Whether it is held by a handle rather than by a reference. Default false, as in TensorFlow 1.</summary>
    public bool UseResource { get; init; }

    /// <summary>The collections that it joins; null for <see cref="GraphKeys.GlobalVariables"/>. A trainable one joins <see cref="GraphKeys.TrainableVariables"/> as well.</summary>
    public IReadOnlyList<string>? Collections { get; init; }
}

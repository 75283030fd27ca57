using Weir.Saving;

namespace Weir;

/// <summary>What a <see cref="Saver"/> saves: one or more tensors under names, and the operation that takes them back.</summary>
/// <remarks>
/// Variables are saveable as they are; a class of one's own makes anything else so. What is in the collection <see cref="GraphKeys.SaveableObjects"/>
/// belongs to every saver that is made without a list. Source: saveable_object.py (TensorFlow 2.15).
/// </remarks>
public abstract class Saveable
{
    /// <summary>What is saved of an operation.</summary>
    /// <param name="operation">The operation that holds the state: saving happens on its device.</param>
    /// <param name="name">The name of the whole, unique in a saver; it decides the order in the checkpoint.</param>
    protected Saveable(Operation operation, string name)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Operation = operation;
        Name = name;
    }

    /// <summary>The operation that holds the state.</summary>
    public Operation Operation { get; }

    /// <summary>The name of the whole.</summary>
    public string Name { get; }

    /// <summary>The tensors that are saved.</summary>
    public abstract IReadOnlyList<SaveSpec> Specs { get; }

    /// <summary>A variable, or its part of a partitioned variable.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="name">The name in checkpoints; null for its own, or that of the whole that it is a part of.</param>
    public static Saveable Of(Variable variable, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new VariableSaveable(name ?? variable.SavedName, variable);
    }

    /// <summary>Adds the operation that takes restored tensors back.</summary>
    /// <param name="values">A tensor for each of <see cref="Specs"/>.</param>
    /// <returns>The operation that is run.</returns>
    public abstract Operation Restore(IReadOnlyList<Output> values);
}

/// <summary>One tensor that is saved.</summary>
/// <param name="Name">Its name in checkpoints.</param>
/// <param name="Value">The tensor; of a variable that is held by a reference the reference.</param>
/// <param name="Slice">Which part of the tensor of this name it is, <c>4 2 0,2:0,2</c>: the whole's sizes, then start and length in each dimension. Empty: all of it.</param>
public sealed record SaveSpec(string Name, Output Value, string Slice = "")
{
    internal DType DType => Value.DType.BaseType();
}

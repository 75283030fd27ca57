using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Everything about one op: what it is, what shape comes out, what flows back, how it is computed.</summary>
/// <remarks>One instance serves the process; it holds no state of graphs or runs.</remarks>
internal abstract class Op
{
    /// <summary>Name, inputs, outputs and attributes.</summary>
    public abstract OpDefinition Definition { get; }

    public string Name => Definition.Name;

    /// <summary>What a run of this op does besides making its outputs.</summary>
    public virtual OpEffect Effect => Definition.IsStateful ? OpEffect.Writes : OpEffect.None;

    /// <summary>Whether the outputs are the inputs, one by one, so that a plan needs no step for it.</summary>
    public virtual bool PassesThrough => false;

    /// <summary>Whether it looks at the shapes of its inputs and not at what they hold.</summary>
    public virtual bool ReadsShapesAlone => false;

    /// <summary>What the op is in TensorFlow 1's control flow.</summary>
    public virtual ControlFlowRole Role => ControlFlowRole.None;

    /// <summary>Says what is known of the outputs' shapes, or refuses the inputs'. What is not said stays unknown.</summary>
    public virtual void InferShapes(ShapeContext c)
    {
    }

    /// <summary>The value of output 0 as a small integer list where it follows from the graph alone, for shape rules.</summary>
    /// <returns>The elements, with null for one that is not known; null: nothing is known.</returns>
    public virtual long?[]? FoldIntegers(ShapeContext c) => null;

    /// <summary>Adds the operations that compute the gradients to the graph.</summary>
    public virtual void Gradient(GradientContext g) =>
        throw new TfException(StatusCode.NotFound, $"No gradient defined for operation '{g.Operation.Name}' (op type: {Name}).");

    /// <summary>Makes the kernel for a node: attributes and dtypes are resolved here, once a plan.</summary>
    public abstract Kernel CreateKernel(KernelRequest r);
}

/// <summary>What a run of an op does besides making its outputs, the weakest first: what decides whether it may run once instead of in every run, and in which order.</summary>
internal enum OpEffect
{
    /// <summary>Nothing: equal inputs give equal outputs.</summary>
    None,

    /// <summary>Nothing, and the output is the same handle in every run of a session.</summary>
    Handle,

    /// <summary>It makes, reads or writes what this run alone has, in the order that its inputs say: arrays and stacks of tensors.</summary>
    WithinRun,

    /// <summary>It reads the variables that its inputs carry.</summary>
    Reads,

    /// <summary>It reads what may change at any time, tables and files, and writes nothing: it runs in every run that needs it.</summary>
    Observes,

    /// <summary>It writes the variables that its inputs carry, or has another effect: it runs in every run that needs it.</summary>
    Writes,
}

namespace Weir.Ops;

/// <summary>What an op is in TensorFlow 1's control flow, where a value can be dead: the other side of a choice that was not taken.</summary>
internal enum ControlFlowRole
{
    /// <summary>It runs if all of its inputs are alive.</summary>
    None,

    /// <summary>It chooses which of its outputs lives.</summary>
    Switch,

    /// <summary>It hands on the input that lives.</summary>
    Merge,

    /// <summary>It brings a value into a loop, for the first round or for all.</summary>
    Enter,

    /// <summary>It brings a value out of a loop.</summary>
    Exit,

    /// <summary>It brings a value to the next round.</summary>
    NextIteration,
}

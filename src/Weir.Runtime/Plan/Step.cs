using Weir.Ops;

namespace Weir.Plans;

/// <summary>One kernel to run, with the slots it reads and writes. Immutable, shared by all runs of a plan.</summary>
internal sealed class Step
{
    public required Kernel Kernel { get; init; }

    /// <summary>The node's name and op, for errors and traces.</summary>
    public required string NodeName { get; init; }

    public required string OpName { get; init; }

    /// <summary>The files that it reads in place of the run's; null: the run's.</summary>
    public IModelFileSystem? Files { get; init; }

    /// <summary>Where the inputs are: a slot of the run, or with <see cref="Slot.OfPrologue"/> a value of the prologue.</summary>
    public required int[] Inputs { get; init; }

    /// <summary>The slots of the run that the outputs go to.</summary>
    public required int[] Outputs { get; init; }

    public required DType[] OutputTypes { get; init; }

    /// <summary>The slots that nobody reads after this step.</summary>
    public int[] Releases { get; set; } = [];

    /// <summary>For each input whether this step is the last that reads its slot.</summary>
    public bool[] Dies { get; set; } = [];

    /// <summary>For each input that this step's kernel prepares where the prologue keeps the result; -1: nowhere.</summary>
    public int[] Prepared { get; set; } = [];

    /// <summary>In a prologue: whether a failure waits for somebody who reads the outputs.</summary>
    public bool MayNotBeNeeded { get; init; }

    /// <summary>When it runs, where values may be dead.</summary>
    public Liveness Liveness { get; init; }

    /// <summary>Where values may be dead: the step's number in <see cref="RunFrame.Skipped"/>.</summary>
    public int Number { get; init; } = -1;

    /// <summary>Where values may be dead: the numbers of steps that must not have been skipped.</summary>
    public int[] Controls { get; init; } = [];

    /// <summary>Where values may be dead: slots that must hold something, besides the inputs.</summary>
    public int[] Gates { get; init; } = [];

    /// <summary>The steps of its block that must be done before.</summary>
    public int[] Dependencies { get; set; } = [];

    /// <summary>What it does to what others may see: steps with an effect keep their order.</summary>
    public OpEffect Effect { get; init; }
}

/// <summary>Which inputs a step needs alive.</summary>
internal enum Liveness
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>One.</summary>
    Any,

    /// <summary>None: it looks for itself.</summary>
    None,
}

/// <summary>Numbers for the places of values: 0 and more are a run's own, negative ones the prologue's.</summary>
internal static class Slot
{
    public static int OfPrologue(int index) => ~index;

    public static bool IsPrologue(int slot) => slot < 0;

    public static int PrologueIndex(int slot) => ~slot;
}

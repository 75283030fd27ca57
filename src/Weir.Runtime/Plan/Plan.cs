using Weir.Ops;
using Weir.Sessions;

namespace Weir.Plans;

/// <summary>How to compute given fetches from given feeds in a session: a flat list of steps, and the prologue before them. Thread-safe.</summary>
internal sealed class Plan(PlanLayout layout, RunEnvironment environment) : IDisposable
{
    /// <summary>Frames kept for later runs: one for each core is what can run at once without waiting.</summary>
    private static readonly int MaxIdleFrames = Environment.ProcessorCount;

    private readonly Lock gate = new();
    private readonly Stack<RunFrame> idle = [];
    private Prologue? prologue;
    private bool disposed;

    public PlanLayout Layout => layout;

    public RunFrame TakeFrame()
    {
        lock (gate)
        {
            if (idle.TryPop(out RunFrame? frame)) return frame;
        }

        return new RunFrame(layout.SlotCount, environment, layout.NumberedSteps);
    }

    public void ReturnFrame(RunFrame frame)
    {
        frame.Clear();
        lock (gate)
        {
            if (!disposed && idle.Count < MaxIdleFrames)
            {
                idle.Push(frame);
                return;
            }
        }

        frame.Free();
    }

    /// <summary>The prologue for a run that begins now, with a use that the run gives back.</summary>
    public Prologue TakePrologue(CancellationToken cancellation)
    {
        if (layout.PrologueSteps.Length == 0) return Prologue.Empty;
        Prologue? current = Volatile.Read(ref prologue);
        if (current is not null && current.IsCurrent && current.TryUse()) return current;
        lock (gate)
        {
            current = prologue;
            if (current is not null && current.IsCurrent && current.TryUse()) return current;
            Prologue made = PrologueBuilder.Build(layout, environment, cancellation);
            if (disposed) return made;
            made.TryUse();
            prologue = made;
            current?.Release();
            return made;
        }
    }

    /// <summary>Lets go of what the plan keeps between runs. A run that holds the plan still ends well.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            while (idle.TryPop(out RunFrame? frame)) frame.Free();
            prologue?.Release();
            prologue = null;
        }
    }
}

/// <summary>What the planner found: steps and slots, without any state of a session.</summary>
internal sealed class PlanLayout
{
    public required Step[] PrologueSteps { get; init; }

    /// <summary>The slots of the prologue's own run.</summary>
    public required int PrologueSlotCount { get; init; }

    /// <summary>For each value of the prologue its slot in the prologue's own run.</summary>
    public required int[] PrologueExports { get; init; }

    public required Block Block { get; init; }

    /// <summary>How many steps may be dead.</summary>
    public int NumberedSteps { get; init; }

    public required int SlotCount { get; init; }

    /// <summary>The slot of each feed; -1 where nobody needs it.</summary>
    public required int[] FeedSlots { get; init; }

    /// <summary>The slot of each fetch, a run's own or the prologue's.</summary>
    public required int[] FetchSlots { get; init; }

    /// <summary>For each fetch whether the slot is not fetched again after it.</summary>
    public required bool[] FetchIsLast { get; init; }

    /// <summary>What kernels prepare, also those of steps inside others.</summary>
    public required PreparedValue[] PreparedValues { get; init; }

    /// <summary>Whether some step may wait, so that order is by dependencies.</summary>
    public required bool HasPendingSteps { get; init; }
}

/// <summary>A value of the prologue that a kernel prepares.</summary>
/// <param name="Kernel">Which kernel.</param>
/// <param name="Value">The value's index.</param>
internal readonly record struct PreparedValue(PreparingKernel Kernel, int Value);

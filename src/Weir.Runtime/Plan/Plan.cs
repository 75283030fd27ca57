using Weir.Ops;
using Weir.Sessions;

namespace Weir.Plans;

/// <summary>How to compute given fetches from given feeds in a session: a flat list of steps, and the prologue before them. Thread-safe.</summary>
/// <param name="layout">The steps.</param>
/// <param name="environment">The session's.</param>
/// <param name="run">What is fed and fetched.</param>
/// <param name="functions">The functions that it calls, if they are its own.</param>
internal sealed class Plan(PlanLayout layout, RunEnvironment environment, RunSignature run, CalledFunctions? functions = null) : IDisposable
{
    private readonly Lock gate = new();

    /// <summary>Frames kept for later runs, one for each processor. Each keeps its use of the prologue, which so is not counted in every run.</summary>
    private readonly IdleObjects<RunFrame> idle = new();

    private Prologue? prologue;
    private volatile bool disposed;

    public PlanLayout Layout => layout;

    public RunSignature Signature => run;

    /// <summary>A frame for a run that begins now, with the prologue as it is now.</summary>
    public RunFrame TakeFrame(RunTrace? trace, CancellationToken cancellation)
    {
        RunFrame frame = idle.Take() ?? new RunFrame(layout.SlotCount, environment, layout.NumberedSteps);
        try
        {
            UsePrologue(frame, trace, cancellation);
            return frame;
        }
        catch
        {
            ReturnFrame(frame);
            throw;
        }
    }

    /// <summary>Gives a frame the prologue as it is now.</summary>
    public void UsePrologue(RunFrame frame, RunTrace? trace, CancellationToken cancellation)
    {
        if (layout.PrologueSteps.Length == 0 || (frame.HasPrologue && frame.Prologue.IsCurrent)) return;
        frame.Prologue = TakePrologue(trace, cancellation);
    }

    public void ReturnFrame(RunFrame frame)
    {
        frame.Clear();
        Keep(frame);
    }

    /// <summary>Lets go of what the plan keeps between runs. A run that holds the plan still ends well.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            prologue?.Release();
            prologue = null;
        }

        functions?.Dispose();
        RefreshIdle();
    }

    /// <summary>The prologue as it is now, with a use for the caller.</summary>
    private Prologue TakePrologue(RunTrace? trace, CancellationToken cancellation)
    {
        Prologue? current = Volatile.Read(ref prologue);
        if (current is not null && current.IsCurrent && current.TryUse()) return current;
        lock (gate)
        {
            current = prologue;
            if (current is not null && current.IsCurrent && current.TryUse()) return current;
            Prologue made = PrologueBuilder.Build(layout, environment, trace, cancellation);
            if (disposed) return made;
            made.TryUse();
            Volatile.Write(ref prologue, made);
            current?.Release();
            RefreshIdle();
            return made;
        }
    }

    private void Keep(RunFrame frame)
    {
        Prologue kept = frame.Prologue;
        if (!idle.TryKeep(frame))
        {
            frame.Free();
            return;
        }

        // What has changed since then may not have seen it here.
        if (disposed || IsOld(kept)) RefreshIdle();
    }

    private bool IsOld(Prologue kept) => !ReferenceEquals(kept, Prologue.Empty) && !ReferenceEquals(kept, Volatile.Read(ref prologue));

    /// <summary>Takes a prologue that was replaced from the frames that still have it, and the frames from a plan that is disposed.</summary>
    private void RefreshIdle()
    {
        Interlocked.MemoryBarrier();
        foreach (RunFrame frame in idle.TakeAll())
        {
            if (disposed)
            {
                frame.Free();
                continue;
            }

            if (IsOld(frame.Prologue)) frame.Prologue = Prologue.Empty;
            Keep(frame);
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

namespace Weir.Plans;

/// <summary>Calls of functions in a run: each has a frame of its own, kept by the frame that calls it, whose memory is the run's.</summary>
internal sealed unsafe partial class RunFrame
{
    private Dictionary<CalledFunction, RunFrame>? called;

    /// <summary>How many calls this frame is inside of.</summary>
    public int CallDepth { get; private init; }

    /// <summary>The frame for the calls of a function from here, of which one goes on at a time.</summary>
    public RunFrame FrameOf(CalledFunction function, PlanLayout layout)
    {
        called ??= [];
        if (!called.TryGetValue(function, out RunFrame? frame))
        {
            frame = new RunFrame(layout.SlotCount, Environment, memory.ForPart(), layout.NumberedSteps) { CallDepth = CallDepth + 1 };
            called.Add(function, frame);
        }

        return frame;
    }

    /// <summary>Makes the frame part of the caller's run.</summary>
    public void BeginCall(RunFrame caller) => (Trace, Cancellation, files, Sources) = (caller.Trace, caller.Cancellation, caller.Files, caller.Sources);

    /// <summary>Lets go of all that the call had. The function's prologue is not kept, either: it may be an old one when the next call gets here.</summary>
    public void EndCall()
    {
        Clear();
        Sources = null;
        Prologue = Prologue.Empty;
        memory.EndPart();
    }

    /// <summary>Hands a value to a frame of the same run.</summary>
    /// <param name="from">Where it is.</param>
    /// <param name="frame">The other frame.</param>
    /// <param name="to">Its slot there, whose old value goes.</param>
    /// <param name="moves">Whether nobody reads it here any more.</param>
    public void HandOver(int from, RunFrame frame, int to, bool moves)
    {
        Tensor source = Value(from);
        if (!moves)
        {
            frame.Share(source, to, source.Shape.Dimensions);
            return;
        }

        Tensor target = frame.slots[to];
        if (target.HasValue) frame.Release(to);
        byte* data = source.Data;
        target.Bind(source.DType, source.Shape, source.Unbind()!, data);
        if (stringBytes is not null) (frame.stringBytes![to], stringBytes[from]) = (stringBytes[from], 0);
    }

    private void FreeCalled()
    {
        foreach (RunFrame frame in called?.Values ?? Enumerable.Empty<RunFrame>()) frame.Free();
        called = null;
    }
}

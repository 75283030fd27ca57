using Weir.Buffers;
using Weir.Ops;
using Weir.Sessions;

namespace Weir.Plans;

/// <summary>The values of one run: its slots, and the memory that they take from each other. Reused by later runs of the same plan.</summary>
/// <remarks>
/// Every slot owns one reference to its buffer. A buffer that nobody shares goes to the frame's own list at its last use and serves
/// the next output; on the steady path neither the managed heap nor the pool is touched. Not thread-safe: a frame has one run at a time.
/// </remarks>
internal sealed unsafe partial class RunFrame
{
    private const int StringBytes = 24;

    private readonly Tensor[] slots;
    private readonly RunMemory memory;
    private CancellationTokenSource? ending;
    private IModelFileSystem? files;

    /// <summary>What the strings in each slot were charged; null: the run has no budget.</summary>
    private readonly long[]? stringBytes;

    /// <summary>Slots whose strings are to be charged when the step has written them.</summary>
    private readonly List<int> writtenStrings = [];

    private int moved = -1;

    private RunFrame[] beside = [];
    private Prologue prologue = Prologue.Empty;

    public RunFrame(int slotCount, RunEnvironment environment, int numberedSteps = 0)
        : this(slotCount, environment, new RunMemory(environment.Limits.MaxRunBytes), numberedSteps)
    {
    }

    private RunFrame(int slotCount, RunEnvironment environment, RunMemory memory, int numberedSteps)
    {
        Skipped = new bool[numberedSteps];
        Environment = environment;
        slots = new Tensor[slotCount];
        this.memory = memory;
        if (memory.IsLimited) stringBytes = new long[slotCount];
        for (int i = 0; i < slots.Length; i++) slots[i] = new Tensor();
        Context = new StepContext(this);
    }

    /// <summary>The same values for another thread of the run.</summary>
    private RunFrame(RunFrame whole)
    {
        (Skipped, Environment, slots, memory, stringBytes) = (whole.Skipped, whole.Environment, whole.slots, whole.memory.ForPart(), whole.stringBytes);
        CallDepth = whole.CallDepth;
        Context = new StepContext(this);
    }

    public RunEnvironment Environment { get; }

    public StepContext Context { get; }

    /// <summary>The caller's token, or that of whoever runs the frame for him. The session may end the run as well.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The one token to wait with: ends with the caller's and with the session. Holds until <see cref="Clear"/>.</summary>
    public CancellationToken Ending => !Cancellation.CanBeCanceled ? Environment.Closing : (ending ??= CancellationTokenSource.CreateLinkedTokenSource(Cancellation, Environment.Closing)).Token;

    /// <summary>What ops may reach in this run: the session's files, within its limits, if it was given no others.</summary>
    public IModelFileSystem Files
    {
        get => files ??= BoundedFiles.Of(Environment.Files, Environment.Limits);
        set => files = value;
    }

    /// <summary>The prologue that runs read; the frame has a use of it until it is given another one.</summary>
    public Prologue Prologue
    {
        get => prologue;
        set
        {
            prologue.Release();
            prologue = value;
        }
    }

    public bool HasPrologue => !ReferenceEquals(prologue, Prologue.Empty);

    /// <summary>Where step times go; null: nowhere.</summary>
    public RunTrace? Trace { get; set; }

    /// <summary>By <see cref="Step.Number"/> the steps that were dead in this round.</summary>
    public bool[] Skipped { get; }

    /// <summary>Where a prologue that is being made notes the variables it read.</summary>
    public List<VariableVersion>? Sources { get; set; }

    public Tensor Value(int slot) => Slot.IsPrologue(slot) ? prologue.Value(Slot.PrologueIndex(slot)) : slots[slot];

    /// <summary>The bytes of a tensor's elements; a string takes those of TensorFlow's string besides its own.</summary>
    public static long BytesOf(Tensor tensor)
    {
        if (tensor.DType != DType.String) return tensor.ByteCount;
        long bytes = tensor.ElementCount * StringBytes;
        foreach (byte[] element in tensor.Strings) bytes += element.Length;
        return bytes;
    }

    /// <summary>Gives a slot memory of its own.</summary>
    public Tensor Allocate(int slot, DType dtype, ReadOnlySpan<long> sizes)
    {
        Tensor tensor = slots[slot];
        return Allocate(slot, dtype, tensor.Shape.Dimensions.SequenceEqual(sizes) ? tensor.Shape : Shape.Of(sizes));
    }

    public Tensor Allocate(int slot, DType dtype, Shape shape)
    {
        Tensor tensor = slots[slot];
        if (tensor.HasValue) Release(slot);
        int elementSize = dtype.ElementSize();
        if (elementSize == 0)
        {
            Take(slot, Tensor.Allocate(dtype, shape, Environment.Limits.MaxTensorBytes));
            return tensor;
        }

        NativeBuffer buffer = memory.Rent(Tensor.CheckedByteCount(dtype, shape, elementSize, Environment.Limits.MaxTensorBytes));
        tensor.Bind(dtype, shape, buffer, buffer.Pointer);
        return tensor;
    }

    /// <summary>Moves an input's memory to an output, where this step is its last reader, nobody shares it and the sizes agree.</summary>
    public Tensor? TryReuse(Step step, int input, int output, DType dtype)
    {
        if (step.Dies.Length == 0 || !step.Dies[input]) return null;
        Tensor source = slots[step.Inputs[input]];
        if (source.DType != dtype && source.DType.ElementSize() != dtype.ElementSize()) return null;
        if (source.Buffer is not NativeBuffer { IsShared: false } buffer) return null;
        moved = step.Inputs[input];
        slots[output].Bind(dtype, source.Shape, buffer, source.Data);
        return slots[output];
    }

    /// <summary>Makes a slot another view of a tensor's memory.</summary>
    public void Share(Tensor source, int slot, ReadOnlySpan<long> sizes) => Share(source, slot, sizes, source.DType);

    /// <summary>The same with the elements' bytes under another dtype.</summary>
    public void Share(Tensor source, int slot, ReadOnlySpan<long> sizes, DType dtype) => Share(source, slot, sizes, dtype, source.Data);

    /// <summary>Makes a slot a view of a tensor's row.</summary>
    public void ShareRow(Tensor source, long row, int slot)
    {
        long bytes = source.ElementCount / source.Shape[0] * source.DType.ElementSize();
        Share(source, slot, source.Shape.Dimensions[1..], source.DType, source.Data + (row * bytes));
    }

    private void Share(Tensor source, int slot, ReadOnlySpan<long> sizes, DType dtype, byte* data)
    {
        Tensor tensor = slots[slot];
        if (tensor.HasValue) Release(slot);
        TensorBuffer buffer = source.Buffer;
        buffer.AddReference();
        Shape shape = source.Shape.Dimensions.SequenceEqual(sizes) ? source.Shape
            : tensor.Shape.Dimensions.SequenceEqual(sizes) ? tensor.Shape : Shape.Of(sizes);
        tensor.Bind(dtype, shape, buffer, data);
    }

    /// <summary>Hands a value from a slot to another, whose old value goes.</summary>
    public void Transfer(int from, int to, bool moves)
    {
        Tensor source = Value(from);
        if (!moves || !source.HasValue)
        {
            TryTransfer(from, to);
            return;
        }

        Tensor target = slots[to];
        if (target.HasValue) Release(to);
        byte* data = source.Data;
        target.Bind(source.DType, source.Shape, source.Unbind()!, data);
        if (stringBytes is not null) (stringBytes[to], stringBytes[from]) = (stringBytes[from], 0);
    }

    /// <summary>Moves an input's value to an output, where this step is its only reader from now on and nobody shares it.</summary>
    public bool TryMove(Step step, int input, int output)
    {
        if (!IsLastUse(step, input) || slots[input].Buffer.IsShared) return false;
        Transfer(input, output, moves: true);
        return true;
    }

    /// <summary>Whether a step is the last to read a slot, and reads it once.</summary>
    public static bool IsLastUse(Step step, int input) => !Slot.IsPrologue(input) && Array.IndexOf(step.Releases, input) >= 0
        && Array.IndexOf(step.Inputs, input) == Array.LastIndexOf(step.Inputs, input);

    /// <summary>Shares a value with another slot, if there is one; empties the other slot if not.</summary>
    public bool TryTransfer(int from, int to)
    {
        Tensor source = Value(from);
        if (source.HasValue) Share(source, to, source.Shape.Dimensions);
        else if (slots[to].HasValue) Release(to);
        return source.HasValue;
    }

    /// <summary>The first of some slots, by its place among them, that is dead; -1: all live.</summary>
    public int FirstDead(int[] among)
    {
        for (int i = 0; i < among.Length; i++)
        {
            if (!Value(among[i]).HasValue) return i;
        }

        return -1;
    }

    /// <summary>What is said of a result that is dead.</summary>
    public static string NoValue(int result) => $"Retval[{result}] does not have value";

    /// <summary>Whether a step must be skipped.</summary>
    public bool IsDead(Step step)
    {
        foreach (int number in step.Controls)
        {
            if (Skipped[number]) return true;
        }

        foreach (int slot in step.Gates)
        {
            if (!slots[slot].HasValue) return true;
        }

        if (step.Liveness == Liveness.None) return false;
        bool any = false;
        foreach (int slot in step.Inputs)
        {
            bool alive = Slot.IsPrologue(slot) || slots[slot].HasValue;
            if (!alive && step.Liveness == Liveness.All) return true;
            any |= alive;
        }

        return step.Liveness == Liveness.Any && !any;
    }

    /// <summary>Moves a tensor's reference into a slot; the handle is empty afterwards.</summary>
    public void Take(int slot, Tensor tensor)
    {
        Tensor target = slots[slot];
        if (target.HasValue) Release(slot);
        byte* data = tensor.Data;
        target.Bind(tensor.DType, tensor.Shape, tensor.Unbind() ?? throw new InvalidOperationException("The tensor holds nothing."), data);
        if (target.Buffer is NativeBuffer { IsShared: false } buffer) memory.Charge(buffer.Capacity);
        else if (stringBytes is not null && target.DType == DType.String) writtenStrings.Add(slot);
    }

    /// <summary>Lets a run read a user's tensor: the run holds a reference of its own, so that a Dispose elsewhere does no harm.</summary>
    public void Feed(int slot, Tensor tensor)
    {
        byte* data = tensor.Data;
        TensorBuffer buffer = tensor.Buffer;
        ObjectDisposedException.ThrowIf(!buffer.TryAddReference(), tensor);
        slots[slot].Bind(tensor.DType, tensor.Shape, buffer, data);
    }

    /// <summary>Ends the run if its caller wants that, or if the session is closed.</summary>
    /// <exception cref="OperationCanceledException">It is to end.</exception>
    public void ThrowIfCancelled()
    {
        Cancellation.ThrowIfCancellationRequested();
        Environment.Closing.ThrowIfCancellationRequested();
    }

    /// <summary>Looks at the beginning of each round of a loop whether there may be another one.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: the loop has had as many as it may.</exception>
    public void BeginRound(long round)
    {
        ThrowIfCancelled();
        if (round >= Environment.Limits.MaxLoopIterations)
        {
            throw new TfException(StatusCode.ResourceExhausted, $"A loop has had {round} rounds, as many as the limit allows.\n\t [[{{{{node {Context.Step.NodeName}}}}}]]");
        }
    }

    /// <summary>Gives a value to the user: moved if this is the last time it is asked for, else shared.</summary>
    public Tensor Fetch(int slot, bool last)
    {
        Tensor value = Value(slot);
        if (!last || Slot.IsPrologue(slot)) return value.Share();
        byte* data = value.Data;
        (DType dtype, Shape shape) = (value.DType, value.Shape);
        if (value.Buffer is NativeBuffer { IsShared: false } native) memory.Uncharge(native.Capacity);
        else Uncharge(slot);
        return new Tensor(dtype, shape, value.Unbind()!, data);
    }

    /// <summary>Called after each step with the slots that nobody reads any more.</summary>
    public void Release(int[] dead)
    {
        if (writtenStrings.Count > 0) ChargeStrings();
        foreach (int slot in dead)
        {
            if (slot == moved) slots[slot].Unbind();
            else if (slots[slot].HasValue) Release(slot);
        }

        moved = -1;
    }

    /// <summary>
    /// Frames for strands of this run, at least as many, which run side by side until <see cref="EndStrands"/>: with its values and its memory, each with a context of its own.
    /// No two strands may write one slot, nor one write what another reads.
    /// </summary>
    public RunFrame[] BeginStrands(int count)
    {
        if (beside.Length < count) beside = [.. beside, .. Enumerable.Range(beside.Length, count - beside.Length).Select(_ => new RunFrame(this))];
        foreach (RunFrame strand in beside) (strand.prologue, strand.Trace, strand.Cancellation, strand.files) = (prologue, Trace, Cancellation, Files);
        return beside;
    }

    /// <summary>No strand runs any more. What a failed one left in its slots goes with the run.</summary>
    public void EndStrands()
    {
        foreach (RunFrame strand in beside)
        {
            strand.memory.EndPart();
            strand.Forget();
        }
    }

    /// <summary>Lets go of every value of a run, after it or after a failure.</summary>
    public void Clear()
    {
        Forget();
        for (int slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot].HasValue) Release(slot);
        }

        memory.Clear();
    }

    /// <summary>Lets go of what it knows of a run beside the values.</summary>
    private void Forget()
    {
        if (moved >= 0) slots[moved].Unbind();
        moved = -1;
        writtenStrings.Clear();
        Cancellation = default;
        ending?.Dispose();
        ending = null;
        Trace = null;
        files = null;
    }

    /// <summary>Gives the frame's memory back.</summary>
    public void Free()
    {
        Clear();
        Prologue = Prologue.Empty;
        foreach (RunFrame strand in beside) strand.FreeCalled();
        FreeCalled();
        memory.Free();
    }

    private void Release(int slot)
    {
        TensorBuffer buffer = slots[slot].Unbind()!;
        if (buffer is NativeBuffer { IsShared: false } native)
        {
            memory.Return(native);
        }
        else
        {
            Uncharge(slot);
            buffer.Release();
        }
    }

    private void ChargeStrings()
    {
        foreach (int slot in writtenStrings)
        {
            if (!slots[slot].HasValue || slots[slot].DType != DType.String || stringBytes![slot] > 0) continue;
            long bytes = BytesOf(slots[slot]);
            memory.Charge(bytes);
            stringBytes[slot] = bytes;
        }

        writtenStrings.Clear();
    }

    private void Uncharge(int slot)
    {
        if (stringBytes is null) return;
        memory.Uncharge(stringBytes[slot]);
        stringBytes[slot] = 0;
    }

    /// <summary>Refuses memory beyond what the run may hold.</summary>
    public void RequireBudget(long bytes) => memory.Require(bytes);
}

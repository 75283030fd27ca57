namespace Weir.Ops;

/// <summary>The resource behind a StackV2: values that a loop pushes and its gradient pops. Thread-safe.</summary>
/// <remarks>Source: stack.cc.</remarks>
internal sealed class TensorStack(string name, DType elementType, long maxSize) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Stack<Tensor> values = [];
    private bool closed;

    public DType ElementType => elementType;

    /// <summary>Adds a value; the stack takes the handle over.</summary>
    public void Push(Tensor value)
    {
        lock (gate)
        {
            RequireOpen();
            if (maxSize >= 0 && values.Count >= maxSize) throw Error($"Stack[{name}] overflowed its max_size ({maxSize})");
            values.Push(value);
        }
    }

    /// <summary>Takes the value out that was pushed last; the caller owns it.</summary>
    public Tensor Pop()
    {
        lock (gate)
        {
            RequireOpen();
            return values.TryPop(out Tensor? value) ? value : throw Error($"Stack[{name}] is empty when calling Pop().");
        }
    }

    public void Dispose() => Close();

    public void Close()
    {
        lock (gate)
        {
            foreach (Tensor value in values) value.Dispose();
            values.Clear();
            closed = true;
        }
    }

    private void RequireOpen()
    {
        if (closed) throw Error($"Stack[{name}] has already been closed.");
    }

    private static TfException Error(string message) => new(StatusCode.InvalidArgument, message);
}

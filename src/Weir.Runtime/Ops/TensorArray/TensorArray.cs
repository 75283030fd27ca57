namespace Weir.Ops;

/// <summary>The resource behind a TensorArray: elements that are written once and read, in any order. Thread-safe.</summary>
/// <remarks>
/// Its gradients are arrays of their own, one for each name, of the same size; in them writes to an index add up, and what was never
/// written reads as zeros. Source: tensor_array.h, tensor_array.cc.
/// </remarks>
internal sealed class TensorArray : IDisposable
{
    private readonly Lock gate = new();
    private readonly TensorPlaces values = new();
    private readonly List<Element> elements = [];
    private Dictionary<string, TensorArray>? gradients;
    private readonly Func<Tensor, Tensor, Tensor>? add;
    private readonly int maxElements;
    private bool growing;
    private bool closed;

    public TensorArray(string name, DType dtype, Shape elementShape, int size, bool growing, int maxElements)
    {
        Name = name;
        DType = dtype;
        ElementShape = elementShape;
        this.growing = growing;
        this.maxElements = maxElements;
        Grow(size);
    }

    private TensorArray(string name, TensorArray source, ReadOnlySpan<long> prepended)
        : this(name, source.DType, source.ElementShape, 0, growing: false, source.maxElements)
    {
        add = TensorSum.Of(DType);
        ElementShape = source.ElementShape.HasRank && prepended.Length > 0 ? Shape.Of([.. prepended, .. source.ElementShape.Dimensions]) : source.ElementShape;
        values.Resize(source.values.Count);
        foreach (Element element in source.elements)
        {
            Shape? shape = element.Shape is { } known ? Shape.Of([.. prepended, .. known.Dimensions]) : null;
            elements.Add(new Element(shape, default));
        }
    }

    public string Name { get; }

    public DType DType { get; }

    /// <summary>Whether a read gives an element's memory free, so that it can not be read again.</summary>
    public bool ClearsAfterRead { get; init; }

    /// <summary>Whether the first element's shape is that of all.</summary>
    public bool HasIdenticalShapes { get; init; }

    public Shape ElementShape { get; private set; }

    public int Size
    {
        get
        {
            lock (gate)
            {
                RequireOpen();
                return elements.Count;
            }
        }
    }

    public bool Grows => growing;

    /// <summary>The gradient array of a name: made when first asked for. From then on this array no longer grows.</summary>
    public TensorArray Gradient(string source, ReadOnlySpan<long> prepended)
    {
        lock (gate)
        {
            RequireOpen();
            growing = false;
            gradients ??= new Dictionary<string, TensorArray>(StringComparer.Ordinal);
            if (gradients.TryGetValue(source, out TensorArray? gradient)) return gradient;
            if (add is not null) throw Error($"Creating a gradients TensorArray of the gradients {Name} is not supported.");
            gradient = new TensorArray($"{Name}@{source}", this, prepended) { ClearsAfterRead = ClearsAfterRead };
            gradients.Add(source, gradient);
            return gradient;
        }
    }

    /// <summary>Makes room for so many elements, if the array grows.</summary>
    public void GrowTo(int size)
    {
        lock (gate)
        {
            RequireOpen();
            if (growing) Grow(size);
        }
    }

    /// <summary>Sets an element.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="value">The array takes a reference of its own.</param>
    public void Write(int index, Tensor value)
    {
        lock (gate)
        {
            if (!BeginWrite(index, value.Shape))
            {
                using Tensor sum = add!(values[index]!, value);
                values.Set(index, sum);
                return;
            }

            values.Set(index, value);
            elements[index] = new Element(value.Shape, ElementState.Written);
        }
    }

    /// <summary>Sets an element to some elements of a tensor, over the same memory.</summary>
    public void Write(int index, Tensor whole, long start, Shape shape)
    {
        if (add is not null)
        {
            using Tensor part = whole.View(start, shape);
            Write(index, part);
            return;
        }

        lock (gate)
        {
            BeginWrite(index, shape);
            values.Set(index, whole, start, shape);
            elements[index] = new Element(shape, ElementState.Written);
        }
    }

    /// <summary>Makes an empty handle hold an element.</summary>
    public void Read(int index, Tensor into)
    {
        lock (gate)
        {
            RequireOpen();
            if (index < 0 || index >= elements.Count) throw Error($"Tried to read from index {index} but array size is: {elements.Count}");
            Element element = elements[index];
            if (element.State == ElementState.Cleared)
            {
                throw Error($"TensorArray {Name}: Could not read index {index} twice because it was cleared after a previous read (perhaps try setting clear_after_read = false?).");
            }

            if (element.State == ElementState.None)
            {
                using Tensor zeros = Unwritten(index, element);
                into.BindTo(zeros);
                return;
            }

            into.BindTo(values[index]!);
            elements[index] = element with { State = ClearsAfterRead ? ElementState.Cleared : ElementState.Read };
            if (ClearsAfterRead) values.Clear(index);
        }
    }

    public void Dispose() => Close();

    public void Close()
    {
        lock (gate)
        {
            values.Dispose();
            elements.Clear();
            closed = true;
        }
    }

    private void Grow(int size)
    {
        if (size > maxElements) throw new TfException(StatusCode.ResourceExhausted, $"A TensorArray of {size} elements is over the limit of {maxElements}.");
        if (size <= values.Count) return;
        values.Resize(size);
        elements.EnsureCapacity(size);
        while (elements.Count < size) elements.Add(default);
    }

    /// <summary>Refuses what can not be written.</summary>
    /// <returns>False: the element has a value of the same shape, to which the new one is added.</returns>
    private bool BeginWrite(int index, Shape shape)
    {
        RequireOpen();
        if (index < 0 || (index >= elements.Count && !growing)) throw Error($"TensorArray {Name}: Tried to write to index {index} but array is not resizeable and size is: {elements.Count}");
        Grow(index + 1);
        RequireShape(index, shape);
        ElementState state = elements[index].State;
        if (state is ElementState.Read or ElementState.Cleared) throw Error($"TensorArray {Name}: Could not write to TensorArray index {index} because it has already been read.");
        if (state == ElementState.None) return true;
        if (add is null) throw Error($"TensorArray {Name}: Could not write to TensorArray index {index} because it has already been written to.");
        RequireSum(index, shape);
        return false;
    }

    private void RequireShape(int index, Shape shape)
    {
        if (!ElementShape.IsCompatibleWith(shape))
        {
            throw Error($"TensorArray {Name}: Could not write to TensorArray index {index} because the value shape is {shape} which is incompatible with the "
                + $"TensorArray's inferred element shape: {ElementShape} (consider setting infer_shape=False).");
        }

        if (HasIdenticalShapes && !ElementShape.IsFullyDefined) ElementShape = shape;
    }

    private void RequireSum(int index, Shape shape)
    {
        Shape before = values[index]!.Shape;
        if (before.Equals(shape)) return;
        throw Error($"TensorArray {Name}: Could not aggregate to TensorArray index {index} because the existing shape is {before} but the new input shape is {shape}.");
    }

    private Tensor Unwritten(int index, Element element)
    {
        Shape shape = element.Shape ?? ElementShape;
        if (!shape.IsFullyDefined)
        {
            throw Error($"TensorArray {Name}: Could not read from TensorArray index {index}.  Furthermore, the element shape is not fully defined: {ElementShape}.  "
                + "It is possible you are working with a resizeable TensorArray and stop_gradients is not allowing the gradients to be written. "
                + "If you set the full element_shape property on the forward TensorArray, the proper all-zeros tensor will be returned instead of incurring this error.");
        }

        Tensor zeros = Tensor.Allocate(DType, shape);
        if (DType.IsPlain()) zeros.Clear();
        return zeros;
    }

    private void RequireOpen()
    {
        if (closed) throw Error($"TensorArray {Name} has already been closed.");
    }

    private static TfException Error(string message) => new(StatusCode.InvalidArgument, message);

    /// <summary>What is known of an element besides its value.</summary>
    /// <param name="Shape">The shape that was written, or that the array whose gradient this is has here.</param>
    /// <param name="State">What was done with it.</param>
    private readonly record struct Element(Shape? Shape, ElementState State);

    private enum ElementState : byte
    {
        None,
        Written,
        Read,

        /// <summary>Read, and its value given up.</summary>
        Cleared,
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>What a kernel sees of a run: its inputs, where outputs are made, the session's resources and files, and how errors are said.</summary>
/// <remarks>Owned by one run at a time. Outputs are allocated here and nowhere else, so that sizes are checked and charged to the run.</remarks>
internal sealed class StepContext(Plans.RunFrame frame)
{
    private Plans.Step step = null!;

    public int InputCount => step.Inputs.Length;

    public int OutputCount => step.Outputs.Length;

    /// <summary>The variables, tables and queues of the session.</summary>
    public ResourceManager Resources => frame.Environment.Resources;

    /// <summary>The files that ops may reach.</summary>
    public IModelFileSystem Files => step.Files ?? frame.Files;

    public ModelLimits Limits => frame.Environment.Limits;

    public RestoreMode RestoreMode => frame.Environment.RestoreMode;

    /// <summary>What to wait with. Who computes for long looks at <see cref="ThrowIfCancelled"/> now and then, which costs nothing.</summary>
    public CancellationToken Cancellation => frame.Ending;

    /// <summary>Ends the step if the run is to end.</summary>
    public void ThrowIfCancelled() => frame.ThrowIfCancelled();

    public string NodeName => step.NodeName;

    /// <summary>The run itself, for kernels that run steps of their own.</summary>
    public Plans.RunFrame Frame => frame;

    public Plans.Step Step => step;

    public void Begin(Plans.Step next) => step = next;

    public Tensor Input(int index) => frame.Value(step.Inputs[index]);

    /// <summary>What <see cref="PreparingKernel.Prepare"/> made of an input, counted among those that it prepares; null if the input is not stable.</summary>
    public T? Prepared<T>(int index = 0) where T : class =>
        index < step.Prepared.Length && step.Prepared[index] >= 0 ? frame.Prologue.Prepared[step.Prepared[index]] as T : null;

    /// <summary>Hands a text to whoever listens to what the model prints.</summary>
    public void Print(string text) => frame.Environment.Print?.Invoke(text);

    /// <summary>Makes an output with undefined content.</summary>
    public Tensor Output(int index, params ReadOnlySpan<long> sizes) =>
        frame.Allocate(step.Outputs[index], step.OutputTypes[index], sizes);

    /// <summary>The same of a shape that was made before.</summary>
    public Tensor Output(int index, Shape shape) => frame.Allocate(step.Outputs[index], step.OutputTypes[index], shape);

    /// <summary>Refuses memory that a kernel needs besides its outputs, if the run may not hold so much.</summary>
    public void RequireRoom(long bytes) => frame.RequireBudget(bytes);

    /// <summary>An output that was made before.</summary>
    public Tensor Made(int index) => frame.Value(step.Outputs[index]);

    /// <summary>Makes an output of so many rows of one shape.</summary>
    public Tensor OutputRows(int index, long rows, Shape row)
    {
        Span<long> sizes = stackalloc long[row.Rank + 1];
        sizes[0] = rows;
        row.Dimensions.CopyTo(sizes[1..]);
        return Output(index, sizes);
    }

    /// <summary>Makes an output of the shape of a tensor.</summary>
    public Tensor OutputLike(int index, Tensor like) => frame.Allocate(step.Outputs[index], step.OutputTypes[index], like.Shape);

    /// <summary>
    /// Makes an output of the shape of an input, in the input's memory if nobody else needs that. Only for kernels that read each element
    /// before they write it; get all inputs first.
    /// </summary>
    public Tensor OutputOver(int index, int input) =>
        frame.TryReuse(step, input, step.Outputs[index], step.OutputTypes[index]) ?? OutputLike(index, Input(input));

    /// <summary>The same with a choice of inputs of one shape: in the memory of the first that nobody else needs.</summary>
    public Tensor OutputOverAny(int index, ReadOnlySpan<int> inputs)
    {
        foreach (int input in inputs)
        {
            if (frame.TryReuse(step, input, step.Outputs[index], step.OutputTypes[index]) is { } reused) return reused;
        }

        return OutputLike(index, Input(inputs[0]));
    }

    /// <summary>Makes an output share an input's elements, under a shape of as many.</summary>
    public void Forward(int input, int output, params ReadOnlySpan<long> sizes) =>
        frame.Share(Input(input), step.Outputs[output], sizes);

    /// <summary>Makes an output share an input whole.</summary>
    public void Forward(int input, int output) => frame.Share(Input(input), step.Outputs[output], Input(input).Shape.Dimensions);

    /// <summary>Makes an output share a tensor that an input holds.</summary>
    public void Forward(Tensor held, int output) => frame.Share(held, step.Outputs[output], held.Shape.Dimensions);

    /// <summary>Makes an output share a row of an input: the elements at one index of its first dimension, which must be within it.</summary>
    public void ForwardRow(Tensor input, long row, int output) => frame.ShareRow(input, row, step.Outputs[output]);

    /// <summary>Makes an output share an input's bytes as elements of its own dtype.</summary>
    public void ForwardBits(int input, int output, params ReadOnlySpan<long> sizes) =>
        frame.Share(Input(input), step.Outputs[output], sizes, step.OutputTypes[output]);

    /// <summary>Makes an output of an input's own value, if nobody else needs that: then it may be changed.</summary>
    public bool TryMove(int input, int output) => frame.TryMove(step, step.Inputs[input], step.Outputs[output]);

    /// <summary>Makes an output of a tensor that the kernel gives away.</summary>
    public void SetOutput(int index, Tensor tensor) => frame.Take(step.Outputs[index], tensor);

    /// <summary>What TensorFlow's executor says of an output that is not of the type that its node declares: INTERNAL.</summary>
    public TfException WrongOutput(int index, DType made, DType declared) =>
        new(StatusCode.Internal, $"Output {index} of type {made.TfName()} does not match declared output type {declared.TfName()} for node {{{{node {NodeName}}}}}");

    /// <summary>Makes a scalar output that carries a resource.</summary>
    public void SetOutput(int index, object resource) =>
        frame.Take(step.Outputs[index], Tensor.OfObject(resource));

    /// <summary>Makes a scalar output that carries a resource of this run, which ends with the last handle to it.</summary>
    public void SetOwnedOutput(int index, IDisposable resource) => frame.Take(step.Outputs[index], Tensor.OfOwned(DType.Resource, resource));

    /// <summary>The resource that a scalar handle or a reference carries.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the handle is of another kind.</exception>
    public T Resource<T>(int input) where T : class => Input(input).Objects is [T resource]
        ? resource
        : throw new TfException(StatusCode.InvalidArgument, $"Input {input} does not carry a {typeof(T).Name}.");

    /// <summary>Tells the prologue that what this step makes holds as long as a variable keeps its version.</summary>
    public void DependsOn(VariableCell variable, long version) => frame.Sources?.Add(new Plans.VariableVersion(variable, version));

#pragma warning disable CA1822 // A kernel says s.Require(...): it reads as a demand on this step.
    /// <summary>Refuses inputs: INVALID_ARGUMENT unless the condition holds. The message is built only when it is needed.</summary>
    public void Require([DoesNotReturnIf(false)] bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] RequireMessage message)
    {
        if (!condition) throw new TfException(StatusCode.InvalidArgument, message.Text);
    }

    /// <summary>Refuses inputs with a fixed message: one that is put together would be so in each run, needed or not.</summary>
    public void Require([DoesNotReturnIf(false)] bool condition, [ConstantExpected] string message)
    {
        if (!condition) throw new TfException(StatusCode.InvalidArgument, message);
    }
#pragma warning restore CA1822
}

/// <summary>An interpolated message that costs nothing while all is well: then it is one null, which stays in a register.</summary>
[InterpolatedStringHandler]
internal readonly ref struct RequireMessage
{
    private const int UsualLength = 11;

    private readonly StringBuilder? text;

    public RequireMessage(int literalLength, int formattedCount, bool condition, out bool needed)
    {
        needed = !condition;
        if (needed) text = new StringBuilder(literalLength + (formattedCount * UsualLength));
    }

    public string Text => text!.ToString();

    public void AppendLiteral(string value) => text!.Append(value);

    public void AppendFormatted<T>(T value) => text!.Append(CultureInfo.InvariantCulture, $"{value}");
}

namespace Weir.Ops;

/// <summary>What a gradient sees of an operation or of a whole loop of TensorFlow 1: what flows in from its outputs, and where it says what flows on to its inputs.</summary>
internal sealed class GradientContext(Operation operation, Training.GradientPass pass, Output[] inputs, Output[] outputs, Gradient?[] outgoing, Predicate<Output> isWanted)
{
    private readonly Gradient?[] flows = new Gradient?[inputs.Length];

    /// <summary>The gradient of an op that is flat wherever it has a slope: nothing flows back.</summary>
    public static Action<GradientContext> Nothing { get; } = static _ => { };

    public Graph Graph => operation.Graph;

    /// <summary>The operation; of a loop its condition.</summary>
    public Operation Operation => operation;

    /// <summary>The call that builds gradients.</summary>
    public Training.GradientPass Call => pass;

    public int InputCount => inputs.Length;

    public int OutputCount => outputs.Length;

    /// <summary>What operations without inputs must wait for that are added to the operation's surroundings: in a loop of TensorFlow 1 something of the loop.</summary>
    public IReadOnlyList<Operation> Surroundings { get; init; } = [];

    /// <summary>Where edges of the graph live.</summary>
    public required Training.LivingConditions Conditions { get; init; }

    /// <summary>What flows on to each input; null: nothing.</summary>
    public IReadOnlyList<Gradient?> Flows => flows;

    public Output Input(int index) => inputs[index];

    public Output Output(int index) => outputs[index];

    public bool HasOutgoing(int index) => outgoing[index] is not null;

    /// <summary>Those of the operation's attributes that have one of these names, for an operation of its gradient.</summary>
    public Dictionary<string, object> Attributes(params ReadOnlySpan<string> names)
    {
        Dictionary<string, object> attributes = [];
        foreach (string name in names)
        {
            if (operation.Attributes.Find(name) is { } value) attributes[name] = value is byte[] text ? System.Text.Encoding.UTF8.GetString(text) : value;
        }

        return attributes;
    }

    /// <summary>Whether what flows on to an input is asked for.</summary>
    public bool Wants(int input) => isWanted(inputs[input]);

    /// <summary>The gradient with respect to an output; zeros where none arrives.</summary>
    public Output Outgoing(int index) => outgoing[index]?.ToDense() ?? Graph.ZerosLike(outputs[index]);

    /// <summary>Says the gradient with respect to an input.</summary>
    public void Flow(int input, Output gradient) => flows[input] = new Gradient(gradient);

    /// <summary>Says the gradient with respect to an input where it is some rows.</summary>
    public void Flow(int input, IndexedSlices gradient) => flows[input] = new Gradient(gradient);

    /// <summary>Says the gradient with respect to an input where it is one element of a list.</summary>
    public void Flow(int input, Training.ListElement gradient) => flows[input] = new Gradient(gradient);

    /// <summary>Says that the gradient with respect to an input is the one with respect to an output, be it some rows or all.</summary>
    public void Pass(int input, int output) => flows[input] = outgoing[output];
}

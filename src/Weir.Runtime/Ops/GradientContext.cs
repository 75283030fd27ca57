namespace Weir.Ops;

/// <summary>What a gradient sees of an operation or of a whole loop of TensorFlow 1: what flows in from its outputs, and where it says what flows on to its inputs.</summary>
internal sealed class GradientContext(Operation operation, string pass, Output[] inputs, Output[] outputs, Output?[] outgoing, Predicate<Output> isWanted)
{
    private readonly Output?[] flows = new Output?[inputs.Length];

    /// <summary>The gradient of an op that is flat wherever it has a slope: nothing flows back.</summary>
    public static Action<GradientContext> Nothing { get; } = static _ => { };

    public Graph Graph => operation.Graph;

    /// <summary>The operation; of a loop its condition.</summary>
    public Operation Operation => operation;

    /// <summary>The scope of the gradients that are being built: each pass over a graph has another one, which all bodies of functions on the way share.</summary>
    public string Pass => pass;

    public int InputCount => inputs.Length;

    public int OutputCount => outputs.Length;

    /// <summary>What operations without inputs must wait for that are added to the operation's surroundings: in a loop of TensorFlow 1 something of the loop.</summary>
    public IReadOnlyList<Operation> Surroundings { get; init; } = [];

    /// <summary>What flows on to each input; null: nothing.</summary>
    public IReadOnlyList<Output?> Flows => flows;

    public Output Input(int index) => inputs[index];

    public Output Output(int index) => outputs[index];

    public bool HasOutgoing(int index) => outgoing[index] is not null;

    /// <summary>Whether what flows on to an input is asked for.</summary>
    public bool Wants(int input) => isWanted(inputs[input]);

    /// <summary>The gradient with respect to an output; zeros where none arrives.</summary>
    public Output Outgoing(int index) => outgoing[index] ?? Graph.ZerosLike(outputs[index]);

    /// <summary>Says the gradient with respect to an input.</summary>
    public void Flow(int input, Output gradient) => flows[input] = gradient;
}

namespace Weir.Ops;

/// <summary>What the gradient of a node sees: the node, what flows in from its outputs, and where it says what flows on to its inputs.</summary>
internal sealed class GradientContext(Operation operation, Output?[] outgoing)
{
    private readonly Output?[] flows = new Output?[operation.InputEdges.Length];

    /// <summary>The gradient of an op that is flat wherever it has a slope: nothing flows back.</summary>
    public static Action<GradientContext> Nothing { get; } = static _ => { };

    public Graph Graph => operation.Graph;

    public Operation Operation => operation;

    /// <summary>What flows on to each input; null: nothing.</summary>
    public IReadOnlyList<Output?> Flows => flows;

    public Output Input(int index) => operation.InputEdges[index];

    public Output Output(int index) => operation[index];

    public bool HasOutgoing(int index) => outgoing[index] is not null;

    /// <summary>The gradient with respect to an output; zeros where none arrives.</summary>
    public Output Outgoing(int index) => outgoing[index] ?? Graph.ZerosLike(operation[index]);

    /// <summary>Says the gradient with respect to an input.</summary>
    public void Flow(int input, Output gradient) => flows[input] = gradient;
}

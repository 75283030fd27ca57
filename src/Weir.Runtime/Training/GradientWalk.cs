using Weir.Graphs;
using Weir.Ops;

namespace Weir.Training;

/// <summary>Goes back from ys to xs and asks each operation on the way for its gradient. A loop of TensorFlow 1 is one operation to it.</summary>
internal sealed class GradientWalk(GradientPath path, GradientPass pass)
{
    private const string GradientAttribute = "_gradient_op_type";

    private readonly Dictionary<Output, List<Gradient>> arrived = [];
    private readonly Dictionary<Output, Gradient> totals = [];

    /// <summary>Lets a gradient flow into an edge.</summary>
    public void Begin(Output y, Output gradient) => Add(y, new Gradient(gradient));

    /// <summary>Visits each operation once all that reads it has been visited.</summary>
    public void Run()
    {
        for (int i = path.Operations.Count - 1; i >= 0; i--)
        {
            Operation operation = path.Operations[i];
            Output[] inputs = path.InputsOf(operation);
            if (!Array.Exists(inputs, path.Contains)) continue;
            Output[] outputs = path.OutputsOf(operation);
            Gradient?[] outgoing = Array.ConvertAll(outputs, Find);
            if (!Array.TrueForAll(outgoing, gradient => gradient is null)) Visit(operation, inputs, outputs, outgoing);
        }
    }

    /// <summary>All that arrived at an edge, summed.</summary>
    public Gradient? Find(Output edge)
    {
        if (totals.TryGetValue(edge, out Gradient? total)) return total;
        if (!arrived.TryGetValue(edge, out List<Gradient>? parts)) return null;
        total = Gradient.Sum(parts, pass.Options.Aggregation);
        totals.Add(edge, total);
        return total;
    }

    private void Visit(Operation operation, Output[] inputs, Output[] outputs, Gradient?[] outgoing)
    {
        GradientContext context = new(operation, pass, inputs, outputs, outgoing, path.Contains) { Surroundings = path.IsInLoop ? [inputs[0].Operation] : [], Conditions = path.Conditions };
        using (pass.Options.ColocateWithOperations ? operation.Graph.Device(operation.Device) : null)
        using (operation.Graph.NameScope(operation.Name + "_grad"))
        {
            if (path.LoopOf(operation) is { } loop) loop.Gradient(context, path);
            else if (GivenGradient(operation) is { } given) CallGradient.Call(context, given, [.. Enumerable.Range(0, outputs.Length).Select(context.Outgoing)]);
            else if (NamedGradient(operation) is { } op) op.Gradient(context);
            else CallGradient.Flow(context, new FunctionReference(operation.Type, operation.Attributes));
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (context.Flows[i] is { } gradient && path.Contains(inputs[i])) Add(inputs[i], gradient);
        }
    }

    /// <summary>The function that the library has for the gradient which an operation names.</summary>
    private static string? GivenGradient(Operation operation) =>
        operation.Attributes.Find(GradientAttribute) is byte[] name ? operation.Graph.Functions.FindGradient(System.Text.Encoding.UTF8.GetString(name)) : null;

    /// <summary>The op whose gradient an operation has: its own, or the one that it names; null: it calls a function by the function's name.</summary>
    /// <remarks>A call names a gradient that TensorFlow's process made up for it: that is the gradient of what it calls.</remarks>
    private static Op? NamedGradient(Operation operation)
    {
        Op? op = OpTable.Find(operation.Type);
        if (op is null && operation.Graph.Functions.Find(operation.Type) is not null) return null;
        if (op is not ICallOp && operation.Attributes.Find(GradientAttribute) is byte[] name) op = OpTable.Find(System.Text.Encoding.UTF8.GetString(name));
        return op ?? throw new TfException(StatusCode.NotFound, $"No gradient defined for operation '{operation.Name}' (op type: {operation.Type}).");
    }

    private void Add(Output edge, Gradient gradient)
    {
        if (!arrived.TryGetValue(edge, out List<Gradient>? parts)) arrived.Add(edge, parts = []);
        parts.Add(gradient);
    }
}

using Weir.Graphs;
using Weir.Ops;

namespace Weir.Training;

/// <summary>The gradient of a call: a call of the function's gradient. What that reads inside of the function, the function gives as outputs more.</summary>
internal static class CallGradient
{
    public static void Flow(GradientContext g, FunctionReference reference)
    {
        if (g.Graph.Functions.FindGradient(reference.Name) is { } given)
        {
            Call(g, given, [.. Enumerable.Range(0, g.InputCount).Select(g.Input), .. Enumerable.Range(0, g.OutputCount).Select(g.Outgoing)]);
            return;
        }

        FunctionBody body = g.Call.Copy(reference, g.Operation, [.. Enumerable.Range(0, g.InputCount).Select(i => g.Input(i).Shape)]);
        using BodyGradient gradient = new(body.Graph, g.Call, reference.Name) { IsGiven = body.IsArgument };
        int[] ys = [.. Enumerable.Range(0, g.OutputCount).Where(g.HasOutgoing)];
        int[] xs = [.. Enumerable.Range(0, g.InputCount).Where(g.Wants)];
        Output[] arriving = [.. ys.Select(i => gradient.AddArgument(g.Outgoing(i)))];
        Output?[] found = gradient.Differentiate([.. ys.Select(i => body.Results[i])], arriving, [.. xs.Select(i => body.Arguments[i][0])]);
        int[] there = [.. Enumerable.Range(0, xs.Length).Where(k => found[k] is not null)];
        if (there.Length == 0) return;
        Output[] results = [.. there.Select(k => found[k]!.Value)];
        List<Output> inputs = [.. ys.Select(g.Outgoing)];
        Bring(g, reference, body, gradient, results, inputs);
        Operation back = PartitionedCall.Build(g.Graph, inputs, gradient.Make(reference.Name + "_grad", results));
        for (int k = 0; k < there.Length; k++) g.Flow(xs[there[k]], back[k]);
    }

    /// <summary>Calls a gradient that the library has: a function whose results are the gradients of the inputs.</summary>
    public static void Call(GradientContext g, string function, IReadOnlyList<Output> inputs)
    {
        Operation back = PartitionedCall.Build(g.Graph, inputs, g.Graph.Functions.Require(function, g.Operation));
        for (int i = 0; i < Math.Min(g.InputCount, back.OutputCount); i++) g.Flow(i, back[i]);
    }

    private static void Bring(GradientContext g, FunctionReference reference, FunctionBody body, BodyGradient gradient, Output[] results, List<Output> inputs)
    {
        IReadOnlyList<Output> crossing = gradient.Crossing(results);
        Output[] inside = [.. crossing.Where(edge => !gradient.IsGiven(edge))];
        int first = g.OutputCount;
        if (inside.Length > 0) Extend(g.Operation, reference, body, inside);
        foreach (Output edge in crossing)
        {
            int argument = Array.IndexOf(body.Arguments, edge.Operation);
            inputs.Add(argument >= 0 ? g.Input(argument) : g.Operation[first + Array.IndexOf(inside, edge)]);
            gradient.Replace(edge, gradient.AddArgument(edge));
        }
    }

    private static void Extend(Operation call, FunctionReference reference, FunctionBody body, Output[] inside)
    {
        Function function = body.Extend(reference.Name, [], inside);
        Shape[] shapes = [.. inside.Select(edge => edge.Shape)];
        if (OpTable.Find(call.Type) is null) call.Extend(function.Definition, AttributeList.Empty, [], shapes);
        else call.Extend(call.Definition, call.Attributes.With("f", function.Reference).With("Tout", call.OutputTypes.Concat(inside.Select(edge => edge.DType.BaseType())).ToArray()), [], shapes);
    }
}

namespace Weir.Conformance;

/// <summary>Builds the gradients of a case's node and says what differs from what TensorFlow's gradients computed.</summary>
internal static class OpCaseGradients
{
    /// <summary>
    /// Where an op only moves data its cases ask for equal bits, of gradients too. But those of operands that were broadcast are sums,
    /// whose last bits depend on the order of adding: they get the tolerance that the corpus has for sums.
    /// </summary>
    private static Tolerance SumsOf(DType dtype) => dtype switch
    {
        DType.Float16 => new(1e-2, 1e-2),
        DType.BFloat16 => new(3e-2, 3e-2),
        DType.Float32 or DType.Complex64 => new(2e-5, 2e-5),
        _ => new(1e-11, 1e-11),
    };

    /// <returns>What differs; null: nothing.</returns>
    public static string? Difference(OpCase one)
    {
        OpCaseGraph graph = OpCaseGraph.ToRun(one);
        Tensor?[] incoming = one.OutputGradients;
        Tensor?[] want = one.InputGradients;
        int[] outputs = [.. Enumerable.Range(0, incoming.Length).Where(i => incoming[i] is not null)];
        int[] inputs = [.. Enumerable.Range(0, want.Length).Where(i => IsDifferentiable(one.Inputs[i]) && (want[i] is not null || !AsksForSome(one)))];
        Output[] fed = [.. outputs.Select(i => Placeholder(graph.Graph, incoming[i]!))];
        try
        {
            IReadOnlyList<Output?> gradients = Gradients.Of(
                [.. outputs.Select(i => graph.Operation[i])], [.. inputs.Select(i => graph.Inputs[i])], [.. fed.Select(edge => (Output?)edge)]);
            int[] there = [.. Enumerable.Range(0, inputs.Length).Where(k => gradients[k] is not null)];
            string? unlike = inputs.Select((input, k) => (want[input] is null) == (gradients[k] is null) ? null
                : $"gradient {input} is {(gradients[k] is null ? "none, expected one" : "there, expected none")}").FirstOrDefault(text => text is not null);
            if (unlike is not null) return unlike;
            using Session session = new(graph.Graph);
            Tensor[] got = new Tensor[there.Length];
            Output[] fetches = [.. there.Select(k => graph.Graph.AddOperation("Identity", [gradients[k]!.Value])[0])];

            // Random ops were asked for their gradients in the session's second run.
            if (graph.Operation.Type == "RandomGamma") session.MakeCallable(graph.Inputs, [], [graph.Operation]).Run(one.Inputs, []);
            session.MakeCallable([.. graph.Inputs, .. fed], fetches).Run([.. one.Inputs, .. outputs.Select(i => incoming[i]!)], got);
            return there.Select((k, at) => DifferentGradient(one, inputs[k], got[at], want[inputs[k]]!)).FirstOrDefault(text => text is not null);
        }
        catch (TfException e)
        {
            return $"gradients failed: {e.Message}";
        }
    }

    private static string? DifferentGradient(OpCase one, int input, Tensor got, Tensor want)
    {
        bool isSum = one.Tolerance.IsExact && one.Outputs.Any(output => output is not null && output.ElementCount > want.ElementCount);
        return Comparison.Difference(got, want, isSum ? SumsOf(want.DType) : one.Tolerance) is { } difference ? $"gradient {input}: {difference}" : null;
    }

    /// <summary>Some cases ask for the gradient to one input only: of SparseToDense's two the second does not ask for the default's.</summary>
    private static bool AsksForSome(OpCase one) => one.Name.EndsWith(" alone", StringComparison.Ordinal)
        || (one.Op == "SparseToDense" && one.Name.EndsWith(" #2", StringComparison.Ordinal));

    private static bool IsDifferentiable(Tensor tensor) => tensor.DType.IsFloating() || tensor.DType.IsComplex();

    private static Output Placeholder(Graph graph, Tensor like) =>
        graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = like.DType }, name: "incoming")[0];
}

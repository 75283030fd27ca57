namespace Weir.Conformance;

/// <summary>Runs a case and says what differs from what TensorFlow computed: values, error code, static shapes, gradients.</summary>
internal static class OpCaseRun
{
    /// <returns>What differs; null: nothing.</returns>
    public static string? Difference(OpCase one)
    {
        try
        {
            return DifferentResult(one) ?? DifferentShapes(one) ?? (one.HasGradients ? OpCaseGradients.Difference(one) : null);
        }
        catch (Exception e) when (e is not TfException)
        {
            return $"threw {e.GetType().Name}: {e.Message}";
        }
    }

    private static string? DifferentResult(OpCase one)
    {
        string? code = one.ErrorCode;
        Tensor[] outputs;
        try
        {
            OpCaseGraph graph = OpCaseGraph.ToRun(one);
            using Session session = new(graph.Graph);
            outputs = new Tensor[graph.Operation.OutputCount];
            session.MakeCallable(graph.Inputs, graph.Outputs, [graph.Operation]).Run(one.Inputs, outputs);
        }
        catch (TfException e)
        {
            return code is null ? $"failed: {e.Message}"
                : e.Code.CanonicalName() == code ? null
                : $"failed with {e.Code.CanonicalName()}, expected {code}: {e.Message}";
        }

        return code is null ? DifferentValues(one, outputs) : $"ran, expected {code}";
    }

    private static string? DifferentValues(OpCase one, Tensor[] outputs)
    {
        Tensor?[] want = one.Outputs;
        if (want.Length != outputs.Length) return $"{outputs.Length} outputs, expected {want.Length}";
        if (Factorizations.Judges(one)) return Factorizations.Difference(one, outputs);
        if (EncodedImages.Judges(one)) return EncodedImages.Difference(one, outputs[0]) is { } unlike ? $"output 0: {unlike}" : null;
        for (int i = 0; i < want.Length; i++)
        {
            if (want[i] is { } recorded && Comparison.Difference(outputs[i], recorded, one.Tolerance, one.DefinedRows(i)) is { } difference) return $"output {i}: {difference}";
        }

        return null;
    }

    /// <summary>With the inputs' shapes known, at least as much must follow as in TensorFlow, and what it refuses is refused.</summary>
    private static string? DifferentShapes(OpCase one)
    {
        OpCaseGraph graph;
        try
        {
            graph = OpCaseGraph.WithShapes(one);
        }
        catch (TfException e)
        {
            // What fails anyway may be refused early.
            return one.ShapeRefusal is not null || one.ErrorCode is not null ? null : $"the shape rule refused: {e.Message}";
        }

        if (one.ShapeRefusal is { } refusal) return $"the shape rule accepted, expected: {refusal}";
        Shape[] want = one.Shapes ?? [];
        for (int i = 0; i < want.Length; i++)
        {
            Shape got = graph.Operation[i].Shape;
            if (want[i].TryMerge(got)?.Equals(got) is not true) return $"output {i} is inferred as {got}, expected {want[i]}";
        }

        return null;
    }
}

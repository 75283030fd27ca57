using System.Globalization;
using System.Text.Json;
using Weir.Protos;

namespace Weir.Conformance;

/// <summary>One recorded case of one op: run as its README says, compared with what TensorFlow computed.</summary>
internal sealed class OpCase(JsonElement row)
{
    public string Op => row.GetProperty("op").GetString()!;

    public string Name => row.GetProperty("case").GetString()!;

    /// <summary>Values that the README says not to assert.</summary>
    public bool IsUndefined => Name.Contains("(platform-defined)", StringComparison.Ordinal) || Name.Contains("subnormal (flushed to zero)", StringComparison.Ordinal);

    /// <returns>What differs; null: nothing.</returns>
    public string? Run()
    {
        if (!row.TryGetProperty("node", out JsonElement nodeBytes)) return null;
        NodeDef node = NodeDef.Parser.ParseFrom(nodeBytes.GetBytesFromBase64());
        Tensor[] inputs = [.. row.GetProperty("inputs").EnumerateArray().Select(Corpus.Tensor)];
        string? code = row.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString() : null;
        Tensor[] outputs;
        try
        {
            Graph graph = Build(node, inputs, known: false);
            using Session session = new(graph);
            graph.TryGetOperation(node.Name, out Operation? operation);
            Callable callable = session.MakeCallable(
                [.. inputs.Select((_, i) => graph.GetOutput($"x{i}:0"))], [.. Enumerable.Range(0, operation!.OutputCount).Select(i => operation[i])], [operation]);
            outputs = new Tensor[operation.OutputCount];
            callable.Run(inputs, outputs);
        }
        catch (TfException e)
        {
            if (code is null) return $"failed: {e.Message}";
            return e.Code.CanonicalName() == code ? null : $"failed with {e.Code.CanonicalName()}, expected {code}: {e.Message}";
        }

        return code is not null ? $"ran, expected {code}" : Compare(outputs) ?? CompareShapes(node, inputs);
    }

    private string? Compare(Tensor[] outputs)
    {
        double rtol = row.GetProperty("rtol").GetDouble();
        double atol = row.GetProperty("atol").GetDouble();
        int i = 0;
        foreach (JsonElement want in row.GetProperty("outputs").EnumerateArray())
        {
            Tensor got = outputs[i++];
            if (want.ValueKind != JsonValueKind.Null && Comparison.Difference(got, Corpus.Tensor(want), rtol, atol) is { } difference)
            {
                return string.Create(CultureInfo.InvariantCulture, $"output {i - 1}: {difference}");
            }
        }

        return null;
    }

    /// <summary>With the inputs' shapes known, at least as much must follow as TensorFlow says; the same refusals too.</summary>
    private string? CompareShapes(NodeDef node, Tensor[] inputs)
    {
        Graph graph;
        try
        {
            graph = Build(node, inputs, known: true);
        }
        catch (TfException e)
        {
            return row.TryGetProperty("shapes_error", out _) ? null : $"the shape rule refused: {e.Message}";
        }

        if (row.TryGetProperty("shapes_error", out JsonElement refused)) return $"the shape rule accepted, expected: {refused.GetString()}";
        if (!row.TryGetProperty("shapes", out JsonElement shapes)) return null;
        graph.TryGetOperation(node.Name, out Operation? operation);
        int i = 0;
        foreach (JsonElement want in shapes.EnumerateArray())
        {
            Shape got = operation![i++].Shape;
            Shape expected = want.ValueKind == JsonValueKind.Null ? Shape.Unknown : Shape.Of([.. want.EnumerateArray().Select(size => size.GetInt64())]);
            if (!(expected.TryMerge(got)?.Equals(got) ?? false)) return $"output {i - 1} is inferred as {got}, expected {expected}";
        }

        return null;
    }

    private Graph Build(NodeDef node, Tensor[] inputs, bool known)
    {
        GraphDef graphDef = new() { Versions = new VersionDef { Producer = row.TryGetProperty("producer", out JsonElement producer) ? producer.GetInt32() : 1645 } };
        known |= row.TryGetProperty("static_shapes", out JsonElement fixedShapes) && fixedShapes.GetBoolean();
        for (int i = 0; i < inputs.Length; i++)
        {
            bool constant = known && inputs[i].DType is DType.Int32 or DType.Int64 && inputs[i].Shape.Rank <= 1 && inputs[i].ElementCount <= 16;
            NodeDef input = new() { Name = $"x{i}", Op = known && constant ? "Const" : "Placeholder" };
            input.Attr["dtype"] = new AttrValue { Type = (DataType)inputs[i].DType };
            if (input.Op == "Const") input.Attr["value"] = new AttrValue { Tensor = TensorProtoCodec.Encode(inputs[i]) };
            else if (known) input.Attr["shape"] = new AttrValue { Shape = ShapeProtoCodec.Encode(inputs[i].Shape) };
            graphDef.Node.Add(input);
        }

        graphDef.Node.Add(node);
        Graph graph = new();
        graph.Import(graphDef);
        return graph;
    }
}

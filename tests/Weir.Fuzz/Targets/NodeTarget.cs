using Weir.Definitions;
using Weir.Ops;

namespace Weir.Fuzz.Targets;

/// <summary>A node of any op, with any attributes and inputs, imported and run. The bytes say which, one choice after the other.</summary>
internal sealed class NodeTarget : FuzzTarget
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>All but those that call functions, whose bodies are other targets' matter.</summary>
    private static readonly Op[] Ops =
    [
        .. OpTable.All.Where(op => !op.Definition.Attributes.Any(attribute => attribute.Kind == AttributeKind.Function)).OrderBy(op => op.Name, StringComparer.Ordinal),
    ];

    public override string Name => "node";

    /// <summary>Every code: an op may refuse in any way that TensorFlow knows. What no kernel should throw is told away from that by its cause.</summary>
    public override StatusCode[] Errors => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.Ok)];

    /// <summary>A node of each op.</summary>
    public override IEnumerable<byte[]> Seeds()
    {
        for (int i = 0; i < Ops.Length; i++)
        {
            byte[] choices = new byte[96];
            new Random(i).NextBytes(choices);
            yield return [(byte)i, (byte)(i >> 8), .. choices];
        }
    }

    public override string Read(byte[] input)
    {
        Choices choices = new(input);
        Op op = Ops[(choices.Next() | (choices.Next() << 8)) % Ops.Length];
        try
        {
            Run(op, choices);
            return $"ok {op.Name}";
        }
        catch (TfException e) when (e.InnerException is not (null or TfException or OperationCanceledException or OutOfMemoryException))
        {
            throw new InvalidOperationException($"{op.Name}: {e.InnerException}", e);
        }
        catch (TfException e)
        {
            throw new TfException(e.Code, $"{op.Name}: {e.Message}");   // an outcome of its own for each op
        }
    }

    private static void Run(Op op, Choices choices)
    {
        using Graph graph = new();
        RandomNode node = new(graph, choices);
        Operation made = node.Make(op.Definition);
        using Session session = new(graph, new SessionOptions { Limits = new ModelLimits { MaxTensorBytes = MaxTensorBytes, MaxRunBytes = 1 << 26 } });
        RunOptions options = new() { Timeout = Patience };
        if (node.Initializers.Count > 0) session.Run(null, [], node.Initializers, options);
        Output[] fetched = [.. Enumerable.Range(0, made.OutputCount).Select(i => made[i]).Where(output => output.DType is not (DType.Resource or DType.Variant) && !output.DType.IsReference())];
        foreach (Tensor result in session.Run(node.Feeds, fetched, [made], options)) result.Dispose();
        foreach (Tensor fed in node.Feeds.Values) fed.Dispose();
    }
}

/// <summary>Bytes that are choices; where they end, zeros.</summary>
internal sealed class Choices(byte[] bytes)
{
    private int at;

    public int Next() => at < bytes.Length ? bytes[at++] : 0;

    public int Below(int count) => Next() % count;

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];
}

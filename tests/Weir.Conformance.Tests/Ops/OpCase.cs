using System.Text.Json;
using Weir.Protos;

namespace Weir.Conformance;

/// <summary>One recorded case of one op, as tests/corpus/ops/README.md describes it.</summary>
internal sealed class OpCase(string family, JsonElement row)
{
    /// <summary>Ops whose recorded shapes are TensorFlow's mistake: they differ from what it computes.</summary>
    private static readonly HashSet<string> WrongShapes = ["DebugNanCount", "FractionalMaxPool", "FractionalAvgPool"];

    private NodeDef? node;
    private Tensor[]? inputs;

    public string Family => family;

    public string Op { get; } = row.GetProperty("op").GetString()!;

    public string Name { get; } = row.GetProperty("case").GetString()!;

    /// <summary>Whether nothing can be asserted: x86's results of undefined casts, flushed subnormals, a graph that was never built.</summary>
    public bool IsUndefined => !row.TryGetProperty("node", out _)
        || Name.Contains("(platform-defined)", StringComparison.Ordinal)
        || Name.Contains("subnormal (flushed to zero)", StringComparison.Ordinal)
        || (Op == "Cast" && (Name.StartsWith("bfloat16 to uint32 truncates", StringComparison.Ordinal) || Name.StartsWith("bfloat16 to uint64 truncates", StringComparison.Ordinal)));

    public NodeDef Node => node ??= NodeDef.Parser.ParseFrom(row.GetProperty("node").GetBytesFromBase64());

    public Tensor[] Inputs => inputs ??= [.. row.GetProperty("inputs").EnumerateArray().Select(Corpus.Tensor)];

    /// <summary>What TensorFlow computed, null where it leaves an output undefined.</summary>
    public Tensor?[] Outputs => Tensors("outputs");

    /// <summary>What flows into the gradients, null: not asked for.</summary>
    public Tensor?[] OutputGradients => Tensors("grad_ys");

    /// <summary>The gradient to each input, null: none.</summary>
    public Tensor?[] InputGradients => Tensors("grad_xs");

    /// <remarks>Those of factors that are right up to a sign hold for TensorFlow's signs alone.</remarks>
    public bool HasGradients => row.TryGetProperty("grad_xs", out _) && !Name.Contains("(up to sign)", StringComparison.Ordinal);

    public Tolerance Tolerance => new(row.GetProperty("rtol").GetDouble(), row.GetProperty("atol").GetDouble());

    /// <summary>The code with which the call fails; null: it does not.</summary>
    public string? ErrorCode => row.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString() : null;

    /// <summary>Why the shape rule refuses the node once the inputs' shapes are known; null: it does not.</summary>
    public string? ShapeRefusal => row.TryGetProperty("shapes_error", out JsonElement refused) ? refused.GetString()
        : row.TryGetProperty("error", out JsonElement error) && error.TryGetProperty("static", out JsonElement message) ? message.GetString()
        : null;

    /// <summary>What the shape rule infers of each output with the inputs' shapes known; null: not recorded, or recorded wrong.</summary>
    public Shape[]? Shapes => !row.TryGetProperty("shapes", out JsonElement shapes) || WrongShapes.Contains(Op) || (Op == "ResizeBilinearGrad" && Name.Contains("depth differs", StringComparison.Ordinal))
        ? null
        : [.. shapes.EnumerateArray().Select(shape => shape.ValueKind == JsonValueKind.Null ? Shape.Unknown : Shape.Of([.. shape.EnumerateArray().Select(size => size.GetInt64())]))];

    public int Producer => row.TryGetProperty("producer", out JsonElement producer) ? producer.GetInt32() : 1645;

    /// <summary>Whether TensorFlow can build the node with known shapes only.</summary>
    public bool NeedsShapes => row.TryGetProperty("static_shapes", out JsonElement needed) && needed.GetBoolean();

    /// <summary>The rows of an output's first dimension that are defined; the others hold what memory held.</summary>
    public int? DefinedRows(int output) =>
        row.TryGetProperty("undefined", out JsonElement undefined) && undefined.TryGetProperty($"{output}", out JsonElement from) ? from.GetInt32() : null;

    public override string ToString() => $"{Op} [{Name}]";

    private Tensor?[] Tensors(string field) => [.. row.GetProperty(field).EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? null : Corpus.Tensor(value))];
}

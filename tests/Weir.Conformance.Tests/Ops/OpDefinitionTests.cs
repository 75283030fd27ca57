using System.IO.Compression;
using System.Text.Json;
using Weir.Definitions;
using Weir.Ops;

namespace Weir.Conformance;

/// <summary>The definitions of all ops, in files and in the table, against TensorFlow's own.</summary>
public sealed class OpDefinitionTests
{
    [Fact]
    public void AreThoseOfTensorFlow()
    {
        using GZipStream unpacked = new(File.OpenRead(Corpus.Path("facts", "ops.json.gz")), CompressionMode.Decompress);
        Dictionary<string, JsonElement> facts = JsonDocument.Parse(unpacked).RootElement.GetProperty("ops").EnumerateArray()
            .ToDictionary(op => op.GetProperty("name").GetString()!);
        List<OpDefinition> own = [.. OpTable.All.Select(op => op.Definition).Where(d => !d.Name.StartsWith("_Weir", StringComparison.Ordinal)), .. OpDefinitionTable.All];
        Assert.Equal(facts.Keys.Order(StringComparer.Ordinal), own.Select(d => d.Name).Order(StringComparer.Ordinal));
        foreach (OpDefinition definition in own)
        {
            JsonElement fact = facts[definition.Name];
            Assert.Equal(Names(fact, "inputs"), definition.Inputs.Select(argument => argument.Name));
            Assert.Equal(Names(fact, "outputs"), definition.Outputs.Select(argument => argument.Name));
            Assert.Equal(fact.GetProperty("attrs").EnumerateArray().Select(AttributeText), definition.Attributes.Select(AttributeText));
            Assert.Equal(fact.TryGetProperty("is_stateful", out _), definition.IsStateful);
        }
    }

    private static IEnumerable<string> Names(JsonElement op, string list) => op.GetProperty(list).EnumerateArray().Select(argument => argument.GetProperty("name").GetString()!);

    private static string AttributeText(JsonElement attribute) =>
        $"{attribute.GetProperty("name")}: {attribute.GetProperty("type")} {attribute.TryGetProperty("default", out _)} "
        + (attribute.TryGetProperty("allowed", out JsonElement allowed) ? allowed.EnumerateObject().First().Value.GetArrayLength() : 0);

    private static string AttributeText(AttributeDefinition attribute)
    {
        string kind = attribute.Kind == AttributeKind.Function ? "func" : attribute.Kind.ToString().ToLowerInvariant();
        return $"{attribute.Name}: {(attribute.IsList ? $"list({kind})" : kind)} {attribute.Default is not null} "
            + (attribute.AllowedTypes?.Length ?? attribute.AllowedStrings?.Length ?? 0);
    }
}

using System.Text.Json;
using Weir.Bundles;
using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests.Bundle;

public sealed class OrderedCodeTests
{
    [Fact]
    public void Slice_keys_are_those_that_TensorFlow_wrote()
    {
        using JsonDocument facts = CorpusFolder.Json(Path.Combine(CorpusFolder.Root, "facts", "ordered_code.json"));
        int rows = 0;
        foreach (JsonElement row in facts.RootElement.GetProperty("rows").EnumerateArray())
        {
            SliceSpec spec = SliceSpec.Parse(row.GetProperty("shape_and_slice").GetString()!);
            byte[] key = OrderedCode.SliceKey(row.GetProperty("name").GetBytesFromBase64(), spec.Slice);
            Assert.Equal(row.GetProperty("key").GetString(), Convert.ToHexStringLower(key));
            rows++;
        }

        Assert.True(rows > 50);
    }
}

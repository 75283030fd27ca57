namespace Weir.Conformance;

/// <summary>The recorded calls of every SavedModel. Those that need an op without a kernel are "not yet", named in docs/compatibility.md.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData("estimators")]
    [InlineData("saved_models")]
    [InlineData("tf2_models")]
    public void Calls_that_can_run_give_what_TensorFlow_gave(string folder)
    {
        List<string> wrong = [.. ModelReport.Results.Where(result => result.Folder == folder).SelectMany(result => result.Wrong)];
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong));
    }

    [Fact]
    public void No_call_is_lost() => Assert.Equal((239, 934), (ModelReport.Results.Count, ModelReport.Results.Sum(result => result.Calls)));
}

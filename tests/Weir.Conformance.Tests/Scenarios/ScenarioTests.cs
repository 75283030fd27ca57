namespace Weir.Conformance;

/// <summary>The recorded scenarios of the families that are judged so far. Steps that need an op without a kernel are "not yet".</summary>
public sealed class ScenarioTests
{
    private const int MaxShown = 30;

    [Theory]
    [InlineData("State", 2341)]
    [InlineData("Training", 2539)]
    public void Steps_that_can_run_give_what_TensorFlow_gave(string family, int steps)
    {
        ScenarioReport report = ScenarioReport.Of(family);
        Assert.True(report.Wrong.Count == 0, $"{report.Wrong.Count} differ:\n" + string.Join('\n', report.Wrong.Take(MaxShown)));
        Assert.Equal(steps, report.Steps);
    }
}

namespace Weir.Conformance;

/// <summary>The recorded scenarios of the families that are judged so far. Steps that need an op without a kernel are "not yet".</summary>
public sealed class ScenarioTests
{
    private const int MaxShown = 30;

    [Theory]
    [InlineData("ControlFlow1", 292)]
    [InlineData("ControlFlow2", 396)]
    [InlineData("Errors", 462)]
    [InlineData("Parsing", 148)]
    [InlineData("Queues", 68)]
    [InlineData("Random", 427)]
    [InlineData("Sessions", 208)]
    [InlineData("State", 2341)]
    [InlineData("Tables", 762)]
    [InlineData("Training", 2539)]
    public void Steps_that_can_run_give_what_TensorFlow_gave(string family, int steps)
    {
        ScenarioReport report = ScenarioReport.Of(family);
        Assert.True(report.Wrong.Count == 0, $"{report.Wrong.Count} differ:\n" + string.Join('\n', report.Wrong.Take(MaxShown)));
        Assert.Equal(steps, report.Steps);
    }

    /// <summary>The numbers are those of the gradients that are compared, one for each fetch of each step.</summary>
    [Theory]
    [InlineData("ControlFlow1", 101)]
    [InlineData("ControlFlow2", 119)]
    public void Gradients_built_here_give_what_those_built_by_TensorFlow_gave(string family, int compared)
    {
        IReadOnlyList<(string Scenario, int Compared, IReadOnlyList<string> Wrong)> results = ScenarioGradients.Of(family, static _ => true);
        Assert.True(results.All(result => result.Wrong.Count == 0), string.Join('\n', results.SelectMany(result => result.Wrong).Take(MaxShown)));
        Assert.Equal(compared, results.Sum(result => result.Compared));
    }
}

namespace Weir.Runtime.Tests;

public sealed class RandomStateTests
{
    [Fact]
    public void A_seeded_node_goes_on_from_run_to_run_and_begins_anew_in_every_session()
    {
        (Graph graph, Output random) = Random(1, 2);
        using Session first = new(graph), second = new(graph);
        float[] begin = first.Floats(random), next = first.Floats(random);
        Assert.NotEqual(begin, next);
        Assert.Equal(begin, second.Floats(random));
        Assert.Equal(next, second.Floats(random));
    }

    [Fact]
    public void Plans_share_the_state_of_a_node()
    {
        (Graph graph, Output random) = Random(1, 2);
        Output doubled = graph.Apply("AddV2", random, random);
        using Session session = new(graph), other = new(graph);
        session.Floats(random);
        float[] second = session.Floats(doubled);
        other.Floats(random);
        Assert.Equal(other.Floats(random).Select(number => number + number), second);
    }

    [Fact]
    public void Nodes_of_equal_seeds_draw_the_same()
    {
        Graph graph = new();
        Output one = Random(graph, 1, 2), two = Random(graph, 1, 2);
        using Session session = new(graph);
        Assert.All(session.Floats(graph.Apply("Sub", one, two)), number => Assert.Equal(0, number));
    }

    [Fact]
    public void Without_seeds_sessions_differ()
    {
        (Graph graph, Output random) = Random(0, 0);
        using Session first = new(graph), second = new(graph);
        Assert.NotEqual(first.Floats(random), second.Floats(random));
    }

    [Fact]
    public async Task Concurrent_runs_draw_different_parts_of_one_stream()
    {
        (Graph graph, Output random) = Random(1, 2);
        using Session alone = new(graph), shared = new(graph);
        HashSet<string> expected = [.. Enumerable.Range(0, 40).Select(_ => string.Join(' ', alone.Floats(random)))];
        string[] drawn = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => string.Join(' ', shared.Floats(random)))));
        Assert.True(expected.SetEquals(drawn));
    }

    private static (Graph Graph, Output Random) Random(long seed, long seed2)
    {
        Graph graph = new();
        return (graph, Random(graph, seed, seed2));
    }

    private static Output Random(Graph graph, long seed, long seed2) => graph.AddOperation(
        "RandomUniform", [graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["dtype"] = DType.Int32, ["value"] = Tensor.From(5) })[0]], new Dictionary<string, object> { ["seed"] = seed, ["seed2"] = seed2, ["dtype"] = DType.Float32 })[0];
}

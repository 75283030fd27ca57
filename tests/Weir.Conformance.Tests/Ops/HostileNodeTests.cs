using Weir.Ops;
using Weir.Protos;

namespace Weir.Conformance;

/// <summary>Whatever a node's attributes and inputs are, running it gives a value or one clear error, soon and in little memory.</summary>
public sealed class HostileNodeTests
{
    /// <summary>Every so many recorded cases one is taken; <c>WEIR_TESTS_HOSTILE_ROUNDS</c> asks for more rounds over other ones.</summary>
    private const int Stride = 8;

    private static readonly ModelLimits Limits = new() { MaxTensorBytes = 64 << 20, MaxRunBytes = 256 << 20, MaxListElements = 1 << 16 };

    public static TheoryData<string> Families => [.. FamilyReport.Families];

    [Theory]
    [MemberData(nameof(Families))]
    public void Mutated_nodes_give_values_or_clear_errors(string family)
    {
        int rounds = int.TryParse(Environment.GetEnvironmentVariable("WEIR_TESTS_HOSTILE_ROUNDS"), out int asked) ? asked : 1;
        List<string> wrong = [];
        for (int round = 0; round < rounds; round++)
        {
            int skip = round;
            Parallel.ForEach(Corpus.Lines(Corpus.Path("ops", family + ".jsonl.gz")).Where((_, i) => i % Stride == skip % Stride), (row, _, at) =>
            {
                OpCase one = new(family, row);
                if (one.IsUndefined || OpTable.Find(one.Op) is null) return;
                int seed = unchecked((int)(at * 7919) + skip);
                if (Difference(one, seed) is { } difference) lock (wrong) wrong.Add($"{one} seed {seed}: {difference}");
            });
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(40)));
    }

    /// <returns>What should not have happened; null: a value, or an error that says something.</returns>
    private static string? Difference(OpCase one, int seed)
    {
        NodeMutation mutation = new(new Random(seed));
        NodeDef node = mutation.Mutate(one.Node);
        Tensor[] inputs = mutation.Mutate(one.Inputs);
        try
        {
            OpCaseGraph graph = OpCaseGraph.Of(node, inputs, one.Producer);
            using Session session = new(graph.Graph, new SessionOptions { Limits = Limits });
            Tensor[] outputs = new Tensor[graph.Operation.OutputCount];
            session.MakeCallable(graph.Inputs, graph.Outputs, [graph.Operation]).Run(inputs, outputs, new RunOptions { Timeout = TimeSpan.FromSeconds(20) });
            foreach (Tensor output in outputs) output.Dispose();
            return null;
        }
        catch (TfException e)
        {
            return e.Message.Contains("failed unexpectedly", StringComparison.Ordinal) || e.Code == StatusCode.DeadlineExceeded ? $"{e.Code}: {e.Message}" : null;
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault()}";
        }
    }
}

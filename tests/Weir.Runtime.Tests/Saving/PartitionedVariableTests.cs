using System.Text.Json;
using Weir.Protos;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Variables in parts: cut, named, saved and restored as TensorFlow does.</summary>
public sealed class PartitionedVariableTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-parts-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Are_saved_as_TensorFlow_saves_them()
    {
        Graph graph = new();
        PartitionedVariable rows = graph.PartitionedVariable("rows", Partitioners.FixedSize(3), Initializers.Value(Tensor.Create<float>([10, 2], Count)));
        PartitionedVariable cols = graph.PartitionedVariable("cols", Partitioners.FixedSize(2, axis: 1), Initializers.Value(Tensor.Create<long>([3, 7], Count)));
        graph.PartitionedVariable("vec", Partitioners.FixedSize(8), Initializers.Constant(1.5), [5]);
        using (graph.NameScope("scope")) graph.PartitionedVariable("one", Partitioners.FixedSize(1), Initializers.Constant(2), [4]);
        graph.Variable("plain", Initializers.Value(Tensor.From(1f, 2f)));
        graph.PartitionedVariable("res", Partitioners.FixedSize(2), Initializers.Value(Tensor.Create<float>([6], Count)), options: new VariableOptions { UseResource = true });
        graph.PartitionedVariable("maxsize", Partitioners.VariableAxisSize(64), Initializers.Value(Tensor.Create<float>([16, 4], Count)));
        Saver saver = new(graph);
        using Session session = new(graph);
        session.Run(graph.GlobalVariablesInitializer());
        saver.Save(session, $"{folder}/model.ckpt");
        CheckpointFiles.AssertSame(CorpusFolder.Checkpoint("partitioned", "model.ckpt"), $"{folder}/model.ckpt");
        MetaGraphDef recorded = MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes(CorpusFolder.Checkpoint("partitioned", "model.ckpt.meta")));
        Assert.Equal(Parts(recorded), Parts(graph.ExportMetaGraph()));
        using Tensor whole = session.Run(rows);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)i), whole.ToArray<float>());
        using Tensor wide = session.Run(cols);
        Assert.Equal(Enumerable.Range(0, 21).Select(i => (long)i), wide.ToArray<long>());
    }

    [Fact]
    public void Are_restored_whole_or_cut_otherwise()
    {
        JsonElement recorded = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("partitioned", "restored_otherwise.json"))).RootElement;
        Graph graph = new();
        Variable rows = graph.Variable("rows", Initializers.Zeros, [10, 2]);
        PartitionedVariable cols = graph.PartitionedVariable("cols", Partitioners.FixedSize(3), Initializers.Zeros, [3, 7], DType.Int64);
        using Session session = new(graph);
        new Saver(graph).Restore(session, CorpusFolder.Checkpoint("partitioned", "model.ckpt"));
        using Tensor whole = session.Run(rows);
        Assert.Equal(ApisFolder.Flat(recorded.GetProperty("rows (whole)")), whole.ToArray<float>());
        Assert.Equal(3, cols.Parts.Count);
        foreach ((Variable part, int i) in cols.Parts.Select((part, i) => (part, i)))
        {
            using Tensor value = session.Run(part);
            Assert.Equal(ApisFolder.Flat(recorded.GetProperty("cols (3 row parts)")[i]), Array.ConvertAll(value.ToArray<long>(), number => (float)number));
        }
    }

    [Fact]
    public void Are_assigned_as_a_whole()
    {
        Graph graph = new();
        PartitionedVariable v = graph.PartitionedVariable("v", Partitioners.FixedSize(2), Initializers.Zeros, [3]);
        Operation assign = v.Assign(graph.Constant(Tensor.From(1f, 2f, 3f)));
        using Session session = new(graph);
        session.Run(assign);
        using Tensor second = session.Run(v.Parts[1]);
        Assert.Equal([3f], second.ToArray<float>());
    }

    [Theory]
    [InlineData(16, 4, 64, null, 4)]
    [InlineData(16, 4, 1, null, 16)]
    [InlineData(16, 4, 1, 5, 5)]
    [InlineData(16, 4, 1 << 20, null, 1)]
    [InlineData(3, 1, 8, null, 2)]
    public void Are_cut_by_bytes(long rows, long columns, long maxBytes, int? maxCount, int expected) =>
        Assert.Equal([expected, 1], Partitioners.VariableAxisSize(maxBytes, maxCount: maxCount)([rows, columns], DType.Float32));

    [Theory]
    [InlineData(1024, 256, 8, 256 << 10, 4)]
    [InlineData(1024, 256, 2, 256 << 10, 2)]
    [InlineData(4, 4, 8, 256 << 10, 1)]
    [InlineData(3, 1000, 8, 100, 3)]
    public void Are_cut_where_it_is_worth_it(long rows, long columns, int maxCount, long minBytes, int expected) =>
        Assert.Equal([expected, 1], Partitioners.MinMax(maxCount, minBytes: minBytes)([rows, columns], DType.Float32));

    [Fact]
    public void Only_one_dimension_is_cut()
    {
        Graph graph = new();
        Assert.Contains("Can only slice a variable along one dimension", Assert.Throws<ArgumentException>(() => graph.PartitionedVariable("v", (_, _) => [2, 2], Initializers.Zeros, [4, 4])).Message, StringComparison.Ordinal);
        Assert.Empty(graph.Operations);
    }

    private static IEnumerable<VariableDef> Parts(MetaGraphDef meta) => meta.CollectionDef[GraphKeys.GlobalVariables].BytesList.Value.Select(bytes =>
    {
        VariableDef variable = VariableDef.Parser.ParseFrom(bytes);
        variable.InitialValueName = "";
        return variable;
    });

    private static void Count(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = i;
    }

    private static void Count(Span<long> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = i;
    }
}

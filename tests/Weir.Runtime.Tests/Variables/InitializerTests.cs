using System.IO.Compression;
using System.Text.Json;
using Weir.Protos;

namespace Weir.Runtime.Tests.Variables;

/// <summary>Each initializer adds the operations that TensorFlow's adds: same names, attributes, constants and seeds.</summary>
public sealed class InitializerTests
{
    private static readonly Dictionary<string, GraphDef> Recorded = Read();

    private static readonly Dictionary<string, Initializer> Matrices = new()
    {
        ["zeros"] = Initializers.Zeros,
        ["ones"] = Initializers.Ones,
        ["constant"] = Initializers.Constant(2.5),
        ["random_uniform"] = Initializers.RandomUniform(-2, 3, seed: 7),
        ["random_normal"] = Initializers.RandomNormal(1, 2, seed: 7),
        ["truncated_normal"] = Initializers.TruncatedNormal(1, 2, seed: 7),
        ["uniform_unit_scaling"] = Initializers.UniformUnitScaling(1.4, seed: 7),
        ["glorot_uniform"] = Initializers.GlorotUniform(seed: 7),
        ["glorot_normal"] = Initializers.GlorotNormal(seed: 7),
        ["he_normal"] = Initializers.HeNormal(seed: 7),
        ["he_uniform"] = Initializers.HeUniform(seed: 7),
        ["lecun_normal"] = Initializers.LecunNormal(seed: 7),
        ["variance_scaling_fan_out"] = Initializers.VarianceScaling(2, VarianceMode.FanOut, VarianceDistribution.Uniform, seed: 7),
        ["variance_scaling_fan_avg"] = Initializers.VarianceScaling(1, VarianceMode.FanAverage, VarianceDistribution.UntruncatedNormal, seed: 7),
        ["orthogonal"] = Initializers.Orthogonal(2, seed: 7),
        ["identity"] = Initializers.Identity(3),
    };

    public static TheoryData<string> MatrixNames() => [.. Matrices.Keys];

    [Theory]
    [MemberData(nameof(MatrixNames))]
    public void Adds_what_TensorFlow_adds(string name) => AssertSame(name, Matrices[name], [2, 3], DType.Float32);

    [Fact]
    public void Adds_what_TensorFlow_adds_for_other_dtypes_and_shapes()
    {
        AssertSame("zeros_int64", Initializers.Zeros, [3, 2], DType.Int64);
        AssertSame("ones_bool", Initializers.Ones, [3, 2], DType.Bool);
        AssertSame("constant_int32", Initializers.Constant(4), [3, 2], DType.Int32);
        AssertSame("random_uniform_float64", Initializers.RandomUniform(-2, 3, seed: 7), [3, 2], DType.Float64);
        AssertSame("random_normal_float64", Initializers.RandomNormal(1, 2, seed: 7), [3, 2], DType.Float64);
        AssertSame("truncated_normal_float16", Initializers.TruncatedNormal(1, 2, seed: 7), [3, 2], DType.Float16);
        AssertSame("glorot_uniform_float64", Initializers.GlorotUniform(seed: 7), [3, 2], DType.Float64);
        AssertSame("glorot_uniform_conv", Initializers.GlorotUniform(seed: 7), [3, 3, 2, 4], DType.Float32);
        AssertSame("he_normal_conv", Initializers.HeNormal(seed: 7), [3, 3, 2, 4], DType.Float32);
        AssertSame("variance_scaling_fan_out_conv", Initializers.VarianceScaling(2, VarianceMode.FanOut, VarianceDistribution.Uniform, seed: 7), [3, 3, 2, 4], DType.Float32);
    }

    [Fact]
    public void A_graph_seed_alone_gives_each_operation_the_next_number()
    {
        Graph graph = new() { Seed = 1 };
        graph.Variable("a", Initializers.RandomNormal(stddev: 1), [4]);
        graph.Variable("b", Initializers.GlorotUniform(), [2, 2]);
        Assert.Equal([(1L, 0L), (1L, 1L)], Seeds(graph.ExportMetaGraph().GraphDef));
        Assert.Equal([(1L, 0L), (1L, 1L)], Seeds(Recorded["graph_seed_only"]));
        Graph zeros = new() { Seed = 0 };
        zeros.Variable("a", Initializers.RandomNormal(), [4]);
        Assert.Equal([(0L, (long)int.MaxValue)], Seeds(zeros.ExportMetaGraph().GraphDef));
    }

    [Fact]
    public void Rows_of_an_orthogonal_matrix_are_orthogonal()
    {
        Graph graph = new();
        Variable wide = graph.Variable("wide", Initializers.Orthogonal(), [3, 5]);
        Output product = graph.MatMul(wide, wide, transposeB: true);
        using Session session = new(graph);
        session.Run(wide.Initializer!);
        using Tensor values = session.Run(product);
        float[] found = values.ToArray<float>();
        for (int i = 0; i < 9; i++) Assert.Equal(i % 4 == 0 ? 1 : 0, found[i], 1e-5);
        Assert.Throws<ArgumentException>(() => graph.Variable("vector", Initializers.Orthogonal(), [3]));
        Assert.Throws<ArgumentException>(() => graph.Variable("cube", Initializers.Identity(), [3, 3, 3]));
    }

    private static void AssertSame(string name, Initializer initializer, Shape shape, DType dtype)
    {
        Graph graph = new() { Seed = 1 };
        graph.Variable("v", initializer, shape, dtype, new VariableOptions { UseResource = true });
        Assert.Equal(Initialization(Recorded[name]), Initialization(graph.ExportMetaGraph().GraphDef));
    }

    private static IEnumerable<NodeDef> Initialization(GraphDef graphDef) =>
        graphDef.Node.Where(node => node.Name.StartsWith("v/Initializer", StringComparison.Ordinal)).Select(NodeText.Comparable);

    private static IEnumerable<(long Seed, long Seed2)> Seeds(GraphDef graphDef) =>
        graphDef.Node.Where(node => node.Attr.ContainsKey("seed2")).Select(node => (node.Attr["seed"].I, node.Attr["seed2"].I));

    private static Dictionary<string, GraphDef> Read()
    {
        using GZipStream stream = new(File.OpenRead(Path.Combine(CorpusFolder.Root, "scenarios", "State.jsonl.gz")), CompressionMode.Decompress);
        using StreamReader lines = new(stream);
        Dictionary<string, GraphDef> graphs = [];
        while (lines.ReadLine() is { } line)
        {
            if (!line.Contains("\"initializer_", StringComparison.Ordinal)) continue;
            using JsonDocument scenario = JsonDocument.Parse(line);
            string name = scenario.RootElement.GetProperty("name").GetString()!;
            if (name.StartsWith("initializer_", StringComparison.Ordinal)) graphs[name["initializer_".Length..]] = GraphDef.Parser.ParseFrom(scenario.RootElement.GetProperty("graph").GetBytesFromBase64());
        }

        return graphs;
    }
}

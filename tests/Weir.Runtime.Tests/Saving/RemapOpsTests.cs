using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Matrices of a checkpoint in the order of another vocabulary: the two ops as TensorFlow's kernels answered.</summary>
public sealed class RemapOpsTests
{
    private static readonly JsonElement[] Recorded = ApisFolder.Cases("remap_ops.json");

    /// <summary>All but the case in which TensorFlow gives what was in memory.</summary>
    public static TheoryData<string> Names() => [.. Recorded.Select(one => one.GetProperty("name").GetString()!).Where(name => name != "column out of range")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ends_as_in_TensorFlow(string name)
    {
        JsonElement recorded = Recorded.First(one => one.GetProperty("name").GetString() == name);
        JsonElement arguments = recorded.GetProperty("arguments");
        Graph graph = new();
        using Session session = new(graph, new SessionOptions { Files = LocalFileSystem.Unrestricted });
        Operation operation;
        try
        {
            operation = Build(graph, arguments);
            Tensor[] outputs = session.Run(null, operation.OutputEdges, cancellationToken: TestContext.Current.CancellationToken);
            JsonElement ok = recorded.GetProperty("ok");
            if (ok.ValueKind == JsonValueKind.Array)
            {
                Assert.Equal(ApisFolder.Flat(ok), outputs[0].ToArray<float>());
                return;
            }

            Assert.Equal(ok.GetProperty("remapping").EnumerateArray().Select(at => at.GetInt64()), outputs[0].ToArray<long>());
            Assert.Equal(ok.GetProperty("num_present").GetInt32(), outputs[1].ToArray<int>()[0]);
        }
        catch (TfException e) when (recorded.TryGetProperty("error", out JsonElement error))
        {
            Assert.Equal(error.GetProperty("code").GetString(), e.Code.CanonicalName());
            if (IsLoad(arguments)) Assert.Contains(ApisFolder.Here(error.GetProperty("message").GetString()!), e.Message, StringComparison.Ordinal);
        }

        static bool IsLoad(JsonElement arguments) => arguments.TryGetProperty("ckpt_path", out _);
    }

    private static Operation Build(Graph graph, JsonElement arguments)
    {
        Output Text(string name) => graph.Constant(Tensor.Scalar(ApisFolder.Here(arguments.GetProperty(name).GetString()!)));
        Output Numbers(string name) => graph.Constant(Tensor.From<long>([.. arguments.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())]));
        long Number(string name) => arguments.GetProperty(name).GetInt64();
        if (!arguments.TryGetProperty("ckpt_path", out _))
        {
            return graph.AddOperation("GenerateVocabRemapping", [Text("new_vocab_file"), Text("old_vocab_file")], new Dictionary<string, object>
            {
                ["new_vocab_offset"] = Number("new_vocab_offset"), ["num_new_vocab"] = Number("num_new_vocab"), ["old_vocab_size"] = Number("old_vocab_size"),
            });
        }

        Output values = graph.Constant(Tensor.From<float>(ApisFolder.Flat(arguments.GetProperty("initializing_values"))));
        return graph.AddOperation("LoadAndRemapMatrix", [Text("ckpt_path"), Text("old_tensor_name"), Numbers("row_remapping"), Numbers("col_remapping"), values], new Dictionary<string, object>
        {
            ["num_rows"] = Number("num_rows"), ["num_cols"] = Number("num_cols"), ["max_rows_in_memory"] = Number("max_rows_in_memory"),
        });
    }
}

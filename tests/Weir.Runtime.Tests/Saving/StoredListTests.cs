using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Lists of tensors in checkpoints, as TensorFlow stores them.</summary>
public sealed class StoredListTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-lists-").FullName;
    private readonly Graph graph = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_list_is_restored_and_saved_again()
    {
        JsonElement recorded = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("dtypes", "expect.json"))).RootElement.GetProperty("extra").GetProperty("variant (a TensorList)");
        Output list = Restore(CorpusFolder.Checkpoint("dtypes", "extra_variant"), "list");
        Output stacked = graph.AddOperation("TensorListStack", [list, graph.Constant(Tensor.From(2))], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];
        using Session session = NewSession();
        using Tensor values = session.Run(stacked);
        Assert.Equal(ApisFolder.Flat(recorded.GetProperty("ok").GetProperty("stacked_after_restore")), values.ToArray<float>());
        session.Run(Save($"{folder}/again", "list", list));
        CheckpointFiles.AssertSame(CorpusFolder.Checkpoint("dtypes", "extra_variant"), $"{folder}/again");
    }

    [Fact]
    public void Elements_that_are_not_set_stay_so()
    {
        Output reserved = graph.AddOperation("TensorListReserve", [graph.Constant(Tensor.From(1)), graph.Constant(Tensor.Scalar(3))],
            new Dictionary<string, object> { ["element_dtype"] = DType.String, ["shape_type"] = DType.Int32 })[0];
        Output set = graph.AddOperation("TensorListSetItem", [reserved, graph.Constant(Tensor.Scalar(1)), graph.Constant(Tensor.From("word"))])[0];
        using Session session = NewSession();
        session.Run(Save($"{folder}/m", "list", set));
        Output restored = Restore($"{folder}/m", "list");
        Output length = graph.AddOperation("TensorListLength", [restored])[0];
        Output item = graph.AddOperation("TensorListGetItem", [restored, graph.Constant(Tensor.Scalar(1)), graph.Constant(Tensor.From(1))], new Dictionary<string, object> { ["element_dtype"] = DType.String })[0];
        Output unset = graph.AddOperation("TensorListGetItem", [restored, graph.Constant(Tensor.Scalar(0)), graph.Constant(Tensor.From(1))], new Dictionary<string, object> { ["element_dtype"] = DType.String })[0];
        using Tensor count = session.Run(length);
        Assert.Equal([3], count.ToArray<int>());
        using Tensor word = session.Run(item);
        Assert.Equal(["word"], word.ToArray<string>());
        using Tensor empty = session.Run(unset);
        Assert.Equal([""], empty.ToArray<string>());
    }

    [Fact]
    public void Damage_is_an_error()
    {
        string source = CorpusFolder.Checkpoint("dtypes", "extra_variant");
        File.Copy(source + ".index", $"{folder}/d.index");
        byte[] data = File.ReadAllBytes(source + ".data-00000-of-00001");
        Assert.Equal(87, data.Length);
        Output list = Restore($"{folder}/d", "list");
        Output length = graph.AddOperation("TensorListLength", [list])[0];
        using Session session = NewSession();
        for (int i = 0; i < data.Length; i++)
        {
            byte[] damaged = [.. data];
            damaged[i] ^= 0x41;
            File.WriteAllBytes($"{folder}/d.data-00000-of-00001", damaged);
            TfException error = Assert.Throws<TfException>(() => session.Run(length));
            Assert.Contains(error.Code, new[] { StatusCode.DataLoss, StatusCode.OutOfRange });
        }

        using CheckpointReader reader = CheckpointReader.Open(source);
        Assert.Equal(StatusCode.Unimplemented, Assert.Throws<TfException>(() => reader.Read("list")).Code);
    }

    private Session NewSession() => new(graph, new SessionOptions { Files = WritableLocalFileSystem.Unrestricted });

    private Output Restore(string prefix, string name) => graph.AddOperation("RestoreV2",
        [graph.Constant(Tensor.Scalar(prefix)), graph.Constant(Tensor.From<string>([name])), graph.Constant(Tensor.From<string>([""]))], new Dictionary<string, object> { ["dtypes"] = new[] { DType.Variant } })[0];

    private Operation Save(string prefix, string name, Output value) => graph.AddOperation("SaveV2",
        [graph.Constant(Tensor.Scalar(prefix)), graph.Constant(Tensor.From<string>([name])), graph.Constant(Tensor.From<string>([""])), value], new Dictionary<string, object> { ["dtypes"] = new[] { DType.Variant } });
}

namespace Weir.SavedModels.Tests;

public sealed class LoadTests
{
    private static readonly string Model = Path.Combine(Root(), "tests", "corpus", "tf2_models", "half_plus_two", "model");

    [Fact]
    public void Errors_say_what_is_there()
    {
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => SavedModel.Load(Path.Combine(Model, "nowhere"))).Code);
        TfException tags = Assert.Throws<TfException>(() => SavedModel.Load(Model, new LoadOptions { Tags = ["train"] }));
        Assert.Contains("{ serve }", tags.Message, StringComparison.Ordinal);
        using SavedModel model = SavedModel.Load(Model);
        TfException signature = Assert.Throws<TfException>(() => model.Signature("nothing"));
        Assert.Contains("serving_default", signature.Message, StringComparison.Ordinal);
        using Tensor wrong = Tensor.From(1, 2);
        TfException dtype = Assert.Throws<TfException>(() => model.Signature().Run(new Dictionary<string, Tensor> { ["x"] = wrong }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.InvalidArgument, dtype.Code);
        using Tensor right = Tensor.From(1f);
        TfException key = Assert.Throws<TfException>(() => model.Signature().Run(new Dictionary<string, Tensor> { ["z"] = right }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("its inputs are: x", key.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundle_way_runs_from_many_threads()
    {
        using SavedModelBundle bundle = SavedModelBundle.Load(new SessionOptions(), null, Model, [SavedModelTags.Serving]);
        Signature signature = bundle.Signatures["serving_default"];
        Parallel.For(0, 200, i =>
        {
            using Tensor x = Tensor.From<float>([.. Enumerable.Range(0, i % 17).Select(n => (float)n)]);
            using NamedTensors outputs = signature.Run(new Dictionary<string, Tensor> { ["x"] = x });
            Assert.Equal(x.ToArray<float>().Select(v => (v / 2) + 2), outputs["y"].ToArray<float>());
        });
    }

    [Theory]
    [InlineData("saved_model.pb")]
    [InlineData("variables/variables.index")]
    [InlineData("variables/variables.data-00000-of-00001")]
    public void Damaged_files_give_a_clear_error_or_the_same_model(string file)
    {
        string copy = Directory.CreateTempSubdirectory("weir-damaged").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(copy, "variables"));
            foreach (string name in new[] { "saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001" }) File.Copy(Path.Combine(Model, name), Path.Combine(copy, name));
            byte[] bytes = File.ReadAllBytes(Path.Combine(copy, file));
            for (int at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 40))
            {
                byte[] flipped = [.. bytes];
                flipped[at] ^= 0x41;
                TryLoad(copy, file, flipped);
                TryLoad(copy, file, bytes[..at]);
            }
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static void TryLoad(string folder, string file, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(folder, file), content);
        try
        {
            using SavedModel model = SavedModel.Load(folder);
        }
        catch (TfException e)
        {
            Assert.NotEqual(StatusCode.Internal, e.Code);
            Assert.NotEmpty(e.Message);
        }
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Weir.slnx");
    }
}

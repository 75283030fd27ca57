using System.Text.Json;
using Weir.Cli.Inspect;
using Weir.Tests;

namespace Weir.Cli;

/// <summary><c>weir inspect CHECKPOINT</c>: the table, statistics, differences and JSON, as a person or a program sees them.</summary>
public sealed class InspectForPeopleTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-inspect-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("checkpoints/seed/model.ckpt", "(V2, ")]
    [InlineData("checkpoints/seed/model.ckpt.index", "(V2, ")]
    [InlineData("checkpoints/seed/model.ckpt.data-00000-of-00001", "(V2, ")]
    [InlineData("checkpoints/v1_single/model.ckpt", "(V1, ")]
    [InlineData("checkpoints/v1_sharded/model.ckpt-3-?????-of-00002", "(V1, ")]
    [InlineData("checkpoints/sharded/model.ckpt-7", "(V2, ")]
    [InlineData("checkpoints/tf2_keras_adam", "(V2, written by objects, ")]
    [InlineData("tf2_models/half_plus_two/model", "(V2, written by objects, ")]
    public async Task Whatever_names_a_checkpoint_is_listed(string path, string heading)
    {
        (int code, string output, string error) = await Run("inspect", Corpus.PathOf(path));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(heading, output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Matches(@"\d+ tensors?, [\d,]+ elements?, ", output.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_table_in_a_file_is_plain_text_of_any_width()
    {
        (_, string output, _) = await Run("inspect", Corpus.PathOf("checkpoints/seed"));
        Assert.Equal(["name  dtype    shape  elements  size", "v1    float32  [3]           3  12 B", "v2    float32  [5]           5  20 B", "2 tensors, 8 elements, 32 B"],
            output.Split('\n')[1..^1].Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task A_table_on_a_narrow_terminal_fits_it_and_loses_nothing()
    {
        const int Columns = 60;
        foreach (string[] options in new string[][] { [], ["--stats"] })
        {
            (int code, string output, _) = await RunOn(Columns, ["inspect", Corpus.PathOf("checkpoints/tf2_keras_adam"), .. options]);
            Assert.Equal(0, code);
            string[] lines = output.Split('\n')[1..];
            if (options.Length == 0) Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= Columns, line));
            string text = string.Concat(lines.Select(line => line.Trim().Split(' ')[0]));
            Assert.Contains("layer_with_weights-1/moving_variance/.ATTRIBUTES/VARIABLE_VALUE", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("dtypes")]
    [InlineData("sharded")]
    [InlineData("partitioned")]
    public async Task Json_says_what_TensorFlow_says(string name)
    {
        JsonElement expected = JsonElement.Parse(File.ReadAllText(Corpus.PathOf($"checkpoints/{name}/expect.json")));
        (int code, string output, _) = await Run("inspect", "--json", Corpus.PathOf($"checkpoints/{name}/{expected.GetProperty("prefix").GetString()}"));
        Assert.Equal(0, code);
        Dictionary<string, string> found = JsonElement.Parse(output).GetProperty("tensors").EnumerateArray().ToDictionary(
            tensor => tensor.GetProperty("name").GetString()!, tensor => $"{tensor.GetProperty("dtype")} [{string.Join(',', tensor.GetProperty("shape").EnumerateArray())}]");
        Dictionary<string, string> recorded = expected.GetProperty("tensors").EnumerateObject().ToDictionary(
            tensor => tensor.Name, tensor => $"{tensor.Value.GetProperty("dtype").GetString()} [{string.Join(',', tensor.Value.GetProperty("shape").EnumerateArray())}]");
        Assert.Equal(recorded, found);
    }

    [Fact]
    public async Task Statistics_are_those_of_the_values()
    {
        string prefix = Write("m", ("x", Tensor.From(1f, 2f, float.NaN, 6f, float.PositiveInfinity, float.NegativeInfinity)), ("none", Tensor.From<float>()), ("text", Tensor.From("a")));
        (_, string output, _) = await Run("inspect", prefix, "--stats", "--json");
        JsonElement[] tensors = [.. JsonElement.Parse(output).GetProperty("tensors").EnumerateArray()];
        JsonElement x = tensors[2].GetProperty("statistics");
        Assert.Equal((1.0, 6.0, 3.0), (x.GetProperty("min").GetDouble(), x.GetProperty("max").GetDouble(), x.GetProperty("mean").GetDouble()));
        Assert.Equal(Math.Sqrt((4 + 1 + 9) / 3.0), x.GetProperty("std").GetDouble(), 12);
        Assert.Equal((1, 2), (x.GetProperty("nan").GetInt32(), x.GetProperty("inf").GetInt32()));
        int[] bins = [.. x.GetProperty("histogram").EnumerateArray().Select(count => count.GetInt32())];
        Assert.Equal((3, 1, 1), (bins.Sum(), bins[0], bins[^1]));
        Assert.Equal(JsonValueKind.Null, tensors[0].GetProperty("statistics").GetProperty("min").ValueKind);
        Assert.False(tensors[1].TryGetProperty("statistics", out _));
    }

    [Fact]
    public async Task One_tensor_has_its_histogram_drawn()
    {
        string prefix = Write("m", ("x", Tensor.From(0.0, 0.0, 0.0, 0.0, 1.0)), ("y", Tensor.From(1)));
        (_, string output, _) = await Run("inspect", prefix, "--stats", "--tensor_name=x");
        string[] lines = output.TrimEnd().Split('\n')[1..];
        Assert.Equal(("x float64 [5]", "min 0  max 1  mean 0.2  std 0.4  NaN 0  Inf 0"), (lines[0], lines[1]));
        Assert.EndsWith(new string('█', 50) + " 4", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(" 1", lines[^1], StringComparison.Ordinal);
        Assert.Equal(2 + InspectedCheckpoint.Bins, lines.Length);
    }

    [Fact]
    public async Task Damaged_values_are_an_error()
    {
        string prefix = Write("m", ("x", Tensor.From(1f, 2f)));
        File.WriteAllBytes(prefix + ".data-00000-of-00001", new byte[8]);
        Assert.Equal(0, (await Run("inspect", prefix)).Code);
        (int code, _, string error) = await Run("inspect", prefix, "--stats");
        Assert.Equal(1, code);
        Assert.Contains("Checksum does not match", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_difference_is_told_and_is_exit_code_1()
    {
        string left = Write("a", ("same", Tensor.From(1f)), ("gone", Tensor.From(1)), ("moved", Tensor.From(1f, 2f, 3f)), ("typed", Tensor.From(1f)), ("text", Tensor.From("a", "b")), ("nan", Tensor.From(float.NaN)));
        string right = Write("b", ("same", Tensor.From(1f)), ("new", Tensor.From(1)), ("moved", Tensor.From(1f, 2.5f, 1f)), ("typed", Tensor.From(1)), ("text", Tensor.From("a", "c")), ("nan", Tensor.From(float.NaN)));
        (int code, string output, _) = await Run("inspect", "--diff", left, right);
        Assert.Equal(1, code);
        string[] rows = [.. output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("- gone int32 [1]", rows);
        Assert.Contains("+ new int32 [1]", rows);
        Assert.Contains("~ moved float32 [3] 2 of 3 2", rows);
        Assert.Contains("~ typed float32 -> int32 [1]", rows);
        Assert.Contains("~ text string [2] 1 of 2", rows);
        Assert.Contains("1 removed, 1 added, 3 changed, 2 the same", rows);

        JsonElement json = JsonElement.Parse((await Run("inspect", "--diff", "--json", left, right)).Output);
        Assert.Equal(2, json.GetProperty("changed")[0].GetProperty("max_absolute_difference").GetDouble());
        Assert.Equal(0, (await Run("inspect", "--diff", left, left)).Code);
        Assert.Equal(0, (await Run("inspect", "--diff", left, right, "--tensor_name=nan")).Code);
        Assert.Equal(1, (await Run("inspect", "--diff", left, right, "--tensor_name=gone")).Code);
    }

    [Theory]
    [InlineData("model.cpkt", "", "near it: model.ckpt")]
    [InlineData("model.ckpt", "v3", "near it: v1, v2")]
    [InlineData("model.ckpt", "layer", "has no tensor layer and none below layer/")]
    [InlineData("none/model.ckpt", "", "There is no checkpoint ")]
    public async Task A_wrong_name_is_answered_with_those_near_it(string file, string tensor, string message)
    {
        (int code, string output, string error) = await Run(["inspect", Corpus.PathOf("checkpoints/seed") + "/" + file, .. tensor.Length > 0 ? ["--tensor_name", tensor] : Array.Empty<string>()]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tools_own_output_stays_and_the_hint_goes_to_the_error_stream()
    {
        (int code, string output, string error) = await Run("inspect", "--file_name=" + Corpus.PathOf("checkpoints/seed/model.ckpt"), "--tensor_name=v3");
        Assert.Equal((0, "Tensor v3 not found in checkpoint\n"), (code, output));
        Assert.Equal("weir: warning: no tensor v3; near it: v1, v2\n", error);
    }

    [Fact]
    public void A_bar_moves_on_a_terminal_alone()
    {
        foreach (int? width in new int?[] { null, 80 })
        {
            using StringWriter output = new(), error = new();
            long done = 0;
            LongWork.Do(new CliContext(output, error, folder) { ErrorWidth = width }, "working", 1L << 40, progress =>
            {
                progress(1L << 39);
                done++;
            });
            Assert.Equal(1, done);
            Assert.Equal(width is not null, error.ToString().Contains("working", StringComparison.Ordinal));
            Assert.Equal("", output.ToString());
        }
    }

    private string Write(string name, params (string Name, Tensor Tensor)[] tensors)
    {
        string prefix = Path.Combine(folder, name);
        using CheckpointWriter writer = CheckpointWriter.Create(prefix);
        foreach ((string tensorName, Tensor tensor) in tensors) writer.Add(tensorName, tensor);
        writer.Finish();
        return prefix;
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] args) => RunOn(null, args);

    private async Task<(int Code, string Output, string Error)> RunOn(int? width, string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = await Program.RunAsync("weir", args, new CliContext(output, error, folder) { Width = width });
        Assert.True(width is not null || !output.ToString().Contains('\e', StringComparison.Ordinal));
        return (code, output.ToString(), error.ToString());
    }
}

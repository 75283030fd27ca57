using Weir.Cli.Commands;
using Weir.Cli.Inputs;

namespace Weir.Cli;

/// <summary>Inputs without a model: the signature serving_default of x1_x2_to_y doubles x, so each recorded output tells what was fed.</summary>
public sealed class InputTests : IDisposable
{
    private readonly CliFolder folder = new();

    [Fact]
    public void Files_and_literals_feed_what_saved_model_cli_feeds()
    {
        List<string> wrong = [];
        int rows = 0;
        foreach (CliRow row in CliRow.Read("run"))
        {
            if (!row.KeepsFiles) folder.Empty();
            folder.Write(row.Files("files"));
            if (row.ExitCode != 0 || !row.Args.Contains("models/x1_x2_to_y") || !row.Args.Contains("serving_default")) continue;
            rows++;
            using StringWriter output = new(), error = new();
            RunArguments arguments = new("", "", "", IsCompat1: false) { Inputs = Value(row, "--inputs"), InputExprs = Value(row, "--input_exprs") };
            InputValue input = InputLoader.Load(arguments, new CliContext(output, error, folder.Path))["x"];
            using Tensor x = input.ToTensor(DType.Float32);
            using Tensor y = Tensor.Create<float>(x.Shape, doubled =>
            {
                for (int i = 0; i < doubled.Length; i++) doubled[i] = 2 * x.AsSpan<float>()[i];
            });
            if (!row.Output.StartsWith($"Result for output key y:\n{y}\n", StringComparison.Ordinal)) wrong.Add($"{row}: {y}, not {row.Output}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong));
        Assert.InRange(rows, 50, 120);
    }

    public void Dispose() => folder.Dispose();

    private static string? Value(CliRow row, string flag)
    {
        for (int i = 0; i < row.Args.Length; i++)
        {
            if (row.Args[i] == flag) return row.Args[i + 1];
            if (row.Args[i].StartsWith(flag + "=", StringComparison.Ordinal)) return row.Args[i][(flag.Length + 1)..];
        }

        return null;
    }
}

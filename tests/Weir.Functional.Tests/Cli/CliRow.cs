using System.Text.Json;
using Weir.Tests;

namespace Weir.Cli;

/// <summary>One recorded run of saved_model_cli.</summary>
internal sealed record CliRow(string[] Args, int ExitCode, string Output, string Error, JsonElement Row)
{
    /// <summary>What the tool raised: its message, or null.</summary>
    public string? ExceptionMessage => Row.TryGetProperty("exception", out JsonElement e) && e.ValueKind == JsonValueKind.Object ? e.GetProperty("message").GetString() : null;

    /// <summary>The canonical code of what the tool raised, or null.</summary>
    public string? ExceptionCode => Row.TryGetProperty("exception", out JsonElement e) && e.ValueKind == JsonValueKind.Object ? e.GetProperty("code").GetString() : null;

    public bool KeepsFiles => Row.TryGetProperty("keeps_files_of_the_row_before", out JsonElement keeps) && keeps.GetBoolean();

    public IEnumerable<(string Path, byte[] Bytes)> Files(string field)
    {
        if (!Row.TryGetProperty(field, out JsonElement files) || files.ValueKind != JsonValueKind.Object) yield break;
        foreach (JsonProperty file in files.EnumerateObject()) yield return (file.Name, file.Value.GetBytesFromBase64());
    }

    public static IEnumerable<CliRow> Read(string name)
    {
        foreach (JsonElement row in Corpus.Rows($"cli/{name}.jsonl.gz"))
        {
            yield return new CliRow(
                [.. row.GetProperty("argv").EnumerateArray().Select(a => a.GetString()!)],
                row.GetProperty("exit_code").GetInt32(),
                row.TryGetProperty("stdout", out JsonElement output) ? output.GetString()! : "",
                row.TryGetProperty("stderr", out JsonElement error) ? error.GetString()! : "",
                row);
        }
    }

    public override string ToString() => string.Join(' ', Args);
}

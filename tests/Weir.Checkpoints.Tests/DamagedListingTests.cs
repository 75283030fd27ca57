using System.Text.Json;
using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>Names and shapes of the damaged checkpoints, beside what TensorFlow's reader listed.</summary>
public sealed class DamagedListingTests
{
    /// <summary>TensorFlow's reader takes the first entry for the header whatever its key; we do not, as the corpus asks.</summary>
    private static readonly HashSet<string> FirstKeyIsNoHeader = ["header: absent", "header last", "keys out of order", "block: key length 127"];

    /// <summary>
    /// TensorFlow's reader looks at all slices when it opens, and Python can not show a name that is no UTF-8: both refuse the whole checkpoint. Here the other
    /// tensors are listed, and read; the partitioned one is refused when it is asked for, as the restore op does.
    /// </summary>
    private static readonly HashSet<string> RefusedWhole =
    [
        "p: own entry missing", "p: slices overlap", "p: slices leave a gap", "p: slice beyond the shape", "p: slice of lower rank",
        "p: slice negative start", "p: slice negative length", "p: slice huge", "name not UTF-8",
    ];

    [Fact]
    public void Each_is_listed_as_TensorFlow_listed_it_or_refused()
    {
        List<string> wrong = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        string whole = "";
        foreach (string line in DamagedCases.Lines())
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string name = document.RootElement.GetProperty("name").GetString()!;
            names.Add(name);
            JsonElement tensorflow = document.RootElement.GetProperty("tensorflow");
            JsonElement open = tensorflow.ValueKind == JsonValueKind.Object && tensorflow.TryGetProperty("open", out JsonElement opened) ? opened : default;
            if (whole.Length == 0) whole = Text(open.GetProperty("tensors"));
            if (FirstKeyIsNoHeader.Contains(name) || RefusedWhole.Contains(name)) continue;
            bool crashed = tensorflow.ValueKind == JsonValueKind.Object && tensorflow.TryGetProperty("crash", out _);
            string expected = open.ValueKind != JsonValueKind.Object ? whole : open.TryGetProperty("tensors", out JsonElement tensors) ? Text(tensors) : "an error";
            string found = List(DamagedCases.Build(document.RootElement));
            if (found != expected && !(crashed && found == "an error")) wrong.Add($"{name}: expected {expected}, found {found}");
        }

        Assert.Equal(1069, names.Count);
        Assert.Superset(FirstKeyIsNoHeader, names);
        Assert.Superset(RefusedWhole, names);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(60)));
    }

    private static string Text(JsonElement tensors) =>
        string.Join(' ', tensors.EnumerateObject().OrderBy(tensor => tensor.Name, StringComparer.Ordinal).Select(tensor => $"{tensor.Name}[{string.Join(',', tensor.Value.EnumerateArray())}]"));

    private static string List(MemoryFiles files)
    {
        try
        {
            using CheckpointReader reader = CheckpointReader.Open(files, "m");
            return string.Join(' ', reader.Entries.Select(entry => $"{entry.Name}[{string.Join(',', entry.Shape.Dimensions.ToArray())}]"));
        }
        catch (TfException)
        {
            return "an error";
        }
    }
}

using System.Globalization;

namespace Weir.Fuzz;

/// <summary>An input that a reader did not take as it should.</summary>
/// <param name="Input">Its bytes.</param>
/// <param name="Reason">What happened.</param>
internal sealed record Finding(byte[] Input, string Reason)
{
    /// <summary>Writes the input where it can become a test: a copy under <c>Inputs/TARGET/</c> is replayed by the tests.</summary>
    public string Save(string target)
    {
        string name = Crc32C.Compute(Input).ToString("x8", CultureInfo.InvariantCulture);
        string path = Path.Combine(Directory.CreateDirectory("fuzz-findings").FullName, $"{target}-{name}");
        File.WriteAllBytes(path, Input);
        return path;
    }
}

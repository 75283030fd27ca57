using System.Globalization;

namespace Weir.Cli.Inspect;

/// <summary>Numbers as people read them.</summary>
internal static class Sizes
{
    private const double LongestWhole = 1e10;

    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Bytes in the unit that leaves a number below 1,024.</summary>
    public static string Bytes(long bytes)
    {
        double size = bytes;
        int unit = 0;
        for (; size >= 1024 && unit < Units.Length - 1; unit++) size /= 1024;
        return size.ToString(unit == 0 ? "F0" : "F1", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>A count with a comma between thousands, and what is counted.</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number in four digits or so; whole ones that are not too long whole.</summary>
    public static string Number(double value) => value.ToString(double.IsInteger(value) && Math.Abs(value) < LongestWhole ? "F0" : "G4", CultureInfo.InvariantCulture);

    /// <summary>The bytes of a tensor in memory; of strings nothing is known before they are read.</summary>
    public static long BytesOf(CheckpointEntry entry) => entry.Shape.ElementCount * entry.DType.ElementSize();
}

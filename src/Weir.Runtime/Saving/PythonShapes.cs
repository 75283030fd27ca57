using System.Globalization;

namespace Weir.Saving;

/// <summary>Shapes as Python prints them in messages.</summary>
internal static class PythonShapes
{
    /// <summary><c>[2, 3]</c>.</summary>
    public static string List(Shape shape) => $"[{Sizes(shape)}]";

    /// <summary><c>(2, 3)</c>, <c>(2,)</c>, <c>()</c>.</summary>
    public static string Tuple(Shape shape) => shape.HasRank && shape.Rank == 1 ? $"({Sizes(shape)},)" : $"({Sizes(shape)})";

    private static string Sizes(Shape shape) => string.Join(", ", shape.Select(size => size?.ToString(CultureInfo.InvariantCulture) ?? "None"));
}

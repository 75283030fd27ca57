namespace Weir.Printing;

/// <summary>Puts elements into brackets and lines.</summary>
/// <remarks>Source: numpy's <c>_formatArray</c> (arrayprint.py, numpy 1.26), with its legacy mode.</remarks>
internal sealed class ArrayLayout(Shape shape, ElementFormat elements, NumpyPrintOptions options, string separator, bool isAbridged)
{
    private const string Dots = "...";

    private readonly long[] strides = Strides(shape);
    private readonly string separatorWithoutBlanks = separator.TrimEnd();

    /// <summary>The whole array. Lines after the first begin with the indent.</summary>
    public string Format(string indent, int width) => Format(0, 0, indent, width);

    /// <summary>The places of the elements that are printed, of an abridged array those near the ends of each dimension.</summary>
    public static IEnumerable<long> Visible(Shape shape, int edgeItems, bool isAbridged)
    {
        if (!isAbridged)
        {
            for (long i = 0; i < shape.ElementCount; i++) yield return i;
            yield break;
        }

        long[] strides = Strides(shape);
        IEnumerable<long> offsets = [0];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            long size = shape[axis], stride = strides[axis];
            long[] steps = size <= 2L * edgeItems
                ? [.. Enumerable.Range(0, (int)size).Select(i => i * stride)]
                : [.. Enumerable.Range(0, edgeItems).Select(i => i * stride), .. Enumerable.Range(0, edgeItems).Select(i => (size - edgeItems + i) * stride)];
            offsets = offsets.SelectMany(offset => steps.Select(step => offset + step));
        }

        foreach (long offset in offsets) yield return offset;
    }

    private static long[] Strides(Shape shape)
    {
        long[] strides = new long[shape.Rank];
        long stride = 1;
        for (int i = strides.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return strides;
    }

    private string Format(int axis, long offset, string indent, int width)
    {
        if (axis == shape.Rank) return elements.Format(offset);
        string inner = axis == shape.Rank - 1 ? Row(axis, offset, indent, width) : Block(axis, offset, indent, width);
        return "[" + inner[indent.Length..] + "]";
    }

    private string Row(int axis, long offset, string indent, int width)
    {
        int before = separatorWithoutBlanks.Length;
        LineBreaker lines = new(indent, options.IsLegacy113) { Width = width - (options.IsLegacy113 ? before : Math.Max(before, 1)) };
        long last = shape[axis] - 1;
        foreach (long i in Items(axis))
        {
            bool isGap = i < 0;
            if (i == last && options.IsLegacy113) lines.Width = width;
            lines.Add(isGap ? Dots : elements.Format(offset + (i * strides[axis])));
            if (i != last) lines.Separate(isGap && options.IsLegacy113 ? ", " : separator);
        }

        return lines.ToString();
    }

    private string Block(int axis, long offset, string indent, int width)
    {
        System.Text.StringBuilder text = new();
        string lineEnd = separatorWithoutBlanks + new string('\n', shape.Rank - axis - 1);
        foreach (long i in Items(axis))
        {
            text.Append(indent);
            if (i < 0) text.Append(Dots).Append(options.IsLegacy113 ? ", \n" : lineEnd);
            else text.Append(Format(axis + 1, offset + (i * strides[axis]), indent + " ", options.IsLegacy113 ? width : width - 1));
            if (i >= 0 && i != shape[axis] - 1) text.Append(lineEnd);
        }

        return text.ToString();
    }

    /// <summary>The indices along a dimension that are printed, -1 for what is left out.</summary>
    private IEnumerable<long> Items(int axis)
    {
        long size = shape[axis];
        if (!isAbridged || size <= 2L * options.EdgeItems)
        {
            for (long i = 0; i < size; i++) yield return i;
            yield break;
        }

        for (int i = 0; i < options.EdgeItems; i++) yield return i;
        yield return -1;
        for (long i = Math.Max(1, options.EdgeItems); i >= 1; i--) yield return size - i;
    }
}

namespace Weir.Ops;

/// <summary>Makes rows of one tensor of components that may differ in the sizes a queue leaves open: what is missing is 0, or the empty string.</summary>
internal static class PaddedRows
{
    /// <summary>Makes output <paramref name="component"/> of that component of all elements.</summary>
    /// <param name="s">The step.</param>
    /// <param name="component">Which one.</param>
    /// <param name="elements">The rows to be.</param>
    /// <param name="declared">The shape of a row; -1: as large as the largest.</param>
    public static void Stack(StepContext s, int component, List<Tensor[]> elements, Shape declared)
    {
        Span<long> sizes = stackalloc long[declared.Rank + 1];
        sizes[0] = elements.Count;
        for (int d = 0; d < declared.Rank; d++)
        {
            sizes[d + 1] = Math.Max(declared[d], 0);
            if (declared[d] >= 0) continue;
            foreach (Tensor[] element in elements) sizes[d + 1] = Math.Max(sizes[d + 1], element[component].Shape[d]);
        }

        Tensor rows = s.Output(component, sizes);
        if (!declared.IsFullyDefined) TensorLists.Zero(rows, 0, rows.ElementCount);
        Shape row = Shape.Of(sizes[1..]);
        for (int i = 0; i < elements.Count; i++) Copy(elements[i][component], rows, i * row.ElementCount, row);
    }

    private static void Copy(Tensor source, Tensor rows, long start, Shape row)
    {
        if (source.Shape.Equals(row))
        {
            rows.CopyFrom(source, start);
            return;
        }

        // Line after line of the innermost dimension, each to where its indices lead among the larger sizes.
        int inner = source.Shape.Rank - 1;
        Shape line = Shape.Of(source.Shape[inner]);
        if (source.ElementCount == 0) return;
        for (long from = 0; from < source.ElementCount; from += line[0])
        {
            (long rest, long to, long step) = (from / line[0], 0, row[inner]);
            for (int d = inner - 1; d >= 0; d--)
            {
                (rest, long index) = long.DivRem(rest, source.Shape[d]);
                to += index * step;
                step *= row[d];
            }

            using Tensor part = source.View(from, line);
            rows.CopyFrom(part, start + to);
        }
    }
}

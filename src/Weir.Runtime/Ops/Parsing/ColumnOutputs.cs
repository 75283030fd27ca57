namespace Weir.Ops;

/// <summary>Writes the columns of a batch to outputs.</summary>
internal static class ColumnOutputs
{
    /// <summary>Indices, values and shape: outputs <paramref name="output"/> and those <paramref name="stride"/> and twice as many further on.</summary>
    public static void WriteSparse(StepContext s, FeatureColumn column, int output, int stride, bool batched)
    {
        int count = column.Values.Count;
        Span<long> indices = s.Output(output, count, batched ? 2 : 1).Elements<long>();
        column.Values.CopyTo(0, count, s.Output(output + stride, count), 0);
        Span<long> shape = s.Output(output + (2 * stride), batched ? 2 : 1).Elements<long>();
        shape[^1] = column.Longest;
        if (!batched)
        {
            for (int i = 0; i < count; i++) indices[i] = i;
            return;
        }

        shape[0] = column.Examples;
        for (int e = 0; e < column.Examples; e++)
        {
            int start = column.StartOf(e);
            for (int i = start; i < column.EndOf(e); i++) (indices[2 * i], indices[(2 * i) + 1]) = (e, i - start);
        }
    }

    /// <summary>A row for each example, as long as the longest: what is missing is the padding element.</summary>
    public static void WritePadded(StepContext s, FeatureColumn column, int output, Tensor padding)
    {
        Tensor tensor = s.Output(output, [column.Examples, column.Longest / column.Spec.Stride, .. column.Spec.ExampleShape.Dimensions[1..]]);
        for (int e = 0; e < column.Examples; e++)
        {
            (int start, int end) = (column.StartOf(e), column.EndOf(e));
            long row = (long)e * column.Longest;
            column.Values.CopyTo(start, end - start, tensor, row);
            column.Values.Fill(tensor, row + end - start, column.Longest - (end - start), padding);
        }
    }

    /// <summary>Values, and where each example's begin. Of an example alone there is nothing to split.</summary>
    public static void WriteRagged(StepContext s, FeatureColumn column, int values, int splits, bool batched)
    {
        column.Values.CopyTo(0, column.Values.Count, s.Output(values, column.Values.Count), 0);
        WriteSplits(s, splits, batched ? column.Examples : -1, column);
    }

    private static void WriteSplits(StepContext s, int output, int rows, FeatureColumn column)
    {
        Tensor splits = s.Output(output, rows + 1);
        if (splits.DType == DType.Int64) Write(splits.Elements<long>(), column);
        else Write(splits.Elements<int>(), column);

        static void Write<T>(Span<T> splits, FeatureColumn column)
            where T : unmanaged, System.Numerics.INumberBase<T>
        {
            for (int i = 0; i < splits.Length; i++) splits[i] = T.CreateTruncating(column.StartOf(i));
        }
    }
}

using System.Numerics;

namespace Weir.Ops;

/// <summary>Writes feature lists to outputs.</summary>
internal static class SequenceOutputs
{
    /// <summary>Indices of example, step and value; values; shape. Of an example alone there is no index of it.</summary>
    public static void WriteSparse(StepContext s, SequenceColumn column, int output, int stride, bool batched)
    {
        FeatureColumn rows = column.Rows;
        int count = rows.Values.Count;
        int width = batched ? 3 : 2;
        Span<long> indices = s.Output(output, count, width).Elements<long>();
        rows.Values.CopyTo(0, count, s.Output(output + stride, count), 0);
        Span<long> shape = s.Output(output + (2 * stride), width).Elements<long>();
        if (batched) shape[0] = column.Examples;
        (shape[^2], shape[^1]) = (column.MostRows, rows.Longest);
        for (int e = 0; e < column.Examples; e++)
        {
            for (int row = column.FirstRow(e); row < column.EndRow(e); row++)
            {
                for (int i = rows.StartOf(row); i < rows.EndOf(row); i++)
                {
                    Span<long> index = indices.Slice(i * width, width);
                    if (batched) index[0] = e;
                    (index[^2], index[^1]) = (row - column.FirstRow(e), i - rows.StartOf(row));
                }
            }
        }
    }

    /// <summary>Rows padded with zeros to the longest list, and how many rows each example has.</summary>
    public static void WriteDense(StepContext s, SequenceColumn column, int output, int lengths, bool batched)
    {
        ReadOnlySpan<long> shape = column.Spec.ExampleShape.Dimensions;
        Tensor tensor = batched ? s.Output(output, [column.Examples, column.MostRows, .. shape]) : s.Output(output, [column.MostRows, .. shape]);
        Span<long> counts = (batched ? s.Output(lengths, column.Examples) : s.Output(lengths)).Elements<long>();
        if (tensor.DType != DType.String) tensor.Clear();
        long width = column.Spec.Stride;
        for (int e = 0; e < column.Examples; e++)
        {
            (int first, int end) = (column.FirstRow(e), column.EndRow(e));
            counts[e] = end - first;
            column.Rows.Values.CopyTo((int)(first * width), (int)((end - first) * width), tensor, (long)e * column.MostRows * width);
        }
    }

    /// <summary>Values, where each example's steps begin, and where each step's values begin.</summary>
    public static void WriteRagged(StepContext s, SequenceColumn column, int output, int stride)
    {
        FeatureColumn rows = column.Rows;
        rows.Values.CopyTo(0, rows.Values.Count, s.Output(output, rows.Values.Count), 0);
        WriteSplits(s.Output(output + stride, column.Examples + 1), column.FirstRow);
        WriteSplits(s.Output(output + (2 * stride), rows.Examples + 1), rows.StartOf);
    }

    private static void WriteSplits(Tensor splits, Func<int, int> start)
    {
        if (splits.DType == DType.Int64) Write(splits.Elements<long>(), start);
        else Write(splits.Elements<int>(), start);

        static void Write<T>(Span<T> splits, Func<int, int> start)
            where T : unmanaged, INumberBase<T>
        {
            for (int i = 0; i < splits.Length; i++) splits[i] = T.CreateTruncating(start(i));
        }
    }
}

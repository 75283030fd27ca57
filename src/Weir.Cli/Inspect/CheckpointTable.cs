using Spectre.Console;
using Weir.Checkpoints;

namespace Weir.Cli.Inspect;

/// <summary>Prints a checkpoint for people: a row for each tensor, then totals; of one tensor with statistics all there is to see.</summary>
internal sealed class CheckpointTable(CliContext context)
{
    private const int ColumnsOfAFile = 80;

    /// <summary>A terminal that is narrower gets two lines for each tensor instead of a row.</summary>
    private const int ColumnsOfStatistics = 120;

    private const string NameHead = "name";

    public void Print(InspectedCheckpoint checkpoint)
    {
        context.Print($"{checkpoint.Prefix} ({checkpoint.Format}, {Sizes.Bytes(checkpoint.FileBytes)} on disk)");
        if (checkpoint.Tensors is [{ Statistics: { } statistics } only])
        {
            context.Print(Heading(only.Entry));
            PrintStatistics(statistics);
            return;
        }

        bool hasStatistics = checkpoint.Tensors.Any(tensor => tensor.Statistics is not null);
        if (hasStatistics && context.Width < ColumnsOfStatistics) PrintLines(checkpoint);
        else TerminalOutput.Open(context.Output, context.Width).Write(hasStatistics ? StatisticsTable(checkpoint) : SizeTable(checkpoint));
        context.Print($"{Sizes.Count(checkpoint.Tensors.Count, "tensor", "tensors")}, {Sizes.Count(checkpoint.Elements, "element", "elements")}, {Sizes.Bytes(checkpoint.Bytes)}"
            + (checkpoint.Tensors.Any(tensor => tensor.Entry.DType == DType.String) ? " without the strings" : ""));
        long nans = checkpoint.Tensors.Sum(tensor => tensor.Statistics?.NaNs ?? 0), infinities = checkpoint.Tensors.Sum(tensor => tensor.Statistics?.Infinities ?? 0);
        if (nans + infinities > 0) context.Print($"not finite: {Sizes.Count(nans)} NaN, {Sizes.Count(infinities)} Inf");
    }

    private void PrintStatistics(TensorStatistics statistics)
    {
        context.Print(Line(statistics));
        if (statistics.Finite == 0) return;
        foreach (string line in HistogramBars.Bars(statistics, context.Width ?? ColumnsOfAFile)) context.Print(line);
    }

    private void PrintLines(InspectedCheckpoint checkpoint)
    {
        foreach (InspectedTensor tensor in checkpoint.Tensors)
        {
            context.Print(Heading(tensor.Entry));
            if (tensor.Statistics is { } statistics) context.Print($"  {Line(statistics)}\n  {HistogramBars.Line(statistics)}".TrimEnd());
        }
    }

    private static string Heading(CheckpointEntry entry) => $"{entry.Name} {NumpyNames.Of(entry.DType)} {entry.Shape}";

    private static string Line(TensorStatistics statistics)
    {
        string range = statistics.Finite == 0 ? "" : $"min {Sizes.Number(statistics.Min)}  max {Sizes.Number(statistics.Max)}  mean {Sizes.Number(statistics.Mean)}  std {Sizes.Number(statistics.StandardDeviation)}  ";
        return $"{range}NaN {Sizes.Count(statistics.NaNs)}  Inf {Sizes.Count(statistics.Infinities)}";
    }

    private Table SizeTable(InspectedCheckpoint checkpoint)
    {
        Table table = TerminalOutput.Table(context.Width);
        AddColumns(table, NameHead, "dtype", "shape", ">elements", ">size");
        foreach (InspectedTensor tensor in checkpoint.Tensors)
        {
            AddRow(table, tensor.Entry.Name, NumpyNames.Of(tensor.Entry.DType), tensor.Entry.Shape.ToString(), Sizes.Count(tensor.Entry.Shape.ElementCount),
                tensor.Entry.DType.IsPlain() ? Sizes.Bytes(Sizes.BytesOf(tensor.Entry)) : "");
        }

        return table;
    }

    private Table StatisticsTable(InspectedCheckpoint checkpoint)
    {
        Table table = TerminalOutput.Table(context.Width);
        AddColumns(table, NameHead, "dtype", "shape", ">min", ">max", ">mean", ">std", ">NaN", ">Inf", "histogram");
        foreach (InspectedTensor tensor in checkpoint.Tensors)
        {
            CheckpointEntry entry = tensor.Entry;
            string[] numbers = tensor.Statistics is not { } s ? ["", "", "", "", "", "", ""]
                : [.. new[] { s.Min, s.Max, s.Mean, s.StandardDeviation }.Select(value => s.Finite == 0 ? "" : Sizes.Number(value)), Sizes.Count(s.NaNs), Sizes.Count(s.Infinities), HistogramBars.Line(s)];
            AddRow(table, [entry.Name, NumpyNames.Of(entry.DType), entry.Shape.ToString(), .. numbers]);
        }

        return table;
    }

    /// <summary>A head that begins with <c>&gt;</c> stands over numbers.</summary>
    public static void AddColumns(Table table, params ReadOnlySpan<string> heads)
    {
        foreach (string head in heads)
        {
            TableColumn column = new(new Text(head.TrimStart('>')));
            if (table.Border == TableBorder.None) column.Padding = new Padding(0, 0, 2, 0);
            if (head != NameHead) column.NoWrap(); // Names are what a narrow terminal breaks.
            table.AddColumn(head.StartsWith('>') ? column.RightAligned() : column);
        }
    }

    public static void AddRow(Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}

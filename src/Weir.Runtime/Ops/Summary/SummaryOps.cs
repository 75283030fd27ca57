namespace Weir.Ops;

/// <summary>Summaries for event files, as serialized protos.</summary>
internal static class SummaryOps
{
    public static readonly Op[] All =
    [
        .. AudioSummaries.All,
        new HistogramSummary(),
        new ImageSummary(),
        new MergeSummary(),
        new ScalarSummary(),
        new TensorSummaryV2(),
    ];
}

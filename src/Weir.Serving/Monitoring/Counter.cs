using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Weir.Monitoring;

/// <summary>Counts up.</summary>
internal sealed class Counter(string path, params string[] labelNames) : Metric(path, labelNames)
{
    private readonly ConcurrentDictionary<MetricLabels, StrongCount> cells = new();

    public void Add(MetricLabels labels, long amount = 1) => cells.GetOrAdd(labels, static _ => new StrongCount()).Add(amount);

    public override void Write(StringBuilder page)
    {
        if (cells.IsEmpty) return;
        page.Append("# TYPE ").Append(Name).Append(" counter\n");
        foreach ((MetricLabels labels, StrongCount cell) in cells.OrderBy(pair => Labels(pair.Key), StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"{Name}{{{Labels(labels)}}} {cell.Value}\n");
        }
    }

    private sealed class StrongCount
    {
        private long value;

        public long Value => Volatile.Read(ref value);

        public void Add(long amount) => Interlocked.Add(ref value, amount);
    }
}

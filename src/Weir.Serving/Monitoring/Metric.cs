using System.Text;

namespace Weir.Monitoring;

/// <summary>A named number for each combination of labels. Safe for concurrent use.</summary>
/// <remarks>The text is what TensorFlow Serving's prometheus_exporter.cc writes.</remarks>
internal abstract class Metric(string path, string[] labelNames)
{
    /// <summary>The name as Prometheus takes it: <c>:tensorflow:serving:request_count</c>.</summary>
    protected string Name { get; } = path.Replace('/', ':');

    public abstract void Write(StringBuilder page);

    protected string Labels(MetricLabels values)
    {
        StringBuilder text = new();
        for (int i = 0; i < labelNames.Length; i++)
        {
            string value = (i == 0 ? values.First : i == 1 ? values.Second : values.Third) ?? "";
            if (i > 0) text.Append(',');
            text.Append(labelNames[i]).Append("=\"").Append(value.Replace("\\", "\\\\").Replace("\"", "\\\"").ReplaceLineEndings("\\n")).Append('"');
        }

        return text.ToString();
    }
}

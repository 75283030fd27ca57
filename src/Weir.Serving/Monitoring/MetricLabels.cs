namespace Weir.Monitoring;

/// <summary>The values of a metric's labels, in the order of their names. Unused ones are null.</summary>
internal readonly record struct MetricLabels(string First, string? Second = null, string? Third = null);

namespace Weir.Sessions;

/// <summary>Places in an array, one for each processor and a cache line apart: what the runs of a session would contend for is there once for each.</summary>
internal static class ProcessorStripes
{
    private const int Spacing = 16;

    private static readonly int Count = Math.Min(Environment.ProcessorCount, 64);

    /// <summary>How long the array is.</summary>
    public static int Length => Count * Spacing;

    /// <summary>The place of the processor that this thread runs on, for now.</summary>
    public static int Current => Thread.GetCurrentProcessorId() % Count * Spacing;

    /// <summary>The place after another one, and the first after the last.</summary>
    public static int After(int place) => (place + Spacing) % Length;
}

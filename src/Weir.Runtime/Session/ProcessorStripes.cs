namespace Weir.Sessions;

/// <summary>Places in an array, one for each processor and a cache line apart: what the runs of a session would contend for is there once for each.</summary>
/// <remarks>Before the first place and after the last one nothing is: the array's length, which every access reads, and other objects would share a line with them.</remarks>
internal static class ProcessorStripes
{
    private const int Spacing = 16;

    private static readonly int Last = Math.Min(Environment.ProcessorCount, 64) * Spacing;

    /// <summary>How long the array is.</summary>
    public static int Length => Last + (2 * Spacing);

    /// <summary>The place of the processor that this thread runs on, for now.</summary>
    public static int Current => (Thread.GetCurrentProcessorId() * Spacing % Last) + Spacing;

    /// <summary>The place after another one, and the first after the last.</summary>
    public static int After(int place) => place == Last ? Spacing : place + Spacing;
}

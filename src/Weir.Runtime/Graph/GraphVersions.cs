namespace Weir.Graphs;

/// <summary>The versions of the GraphDef format that Weir speaks: those of TensorFlow 2.15.</summary>
internal static class GraphVersions
{
    /// <summary>What Weir writes, and the newest consumer that it is.</summary>
    public const int Producer = 1645;
}

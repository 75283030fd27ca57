namespace Weir.Ops;

/// <summary>How the rows of a segment become one.</summary>
internal enum SegmentScale
{
    /// <summary>Their sum.</summary>
    None,

    /// <summary>The sum over their number.</summary>
    Mean,

    /// <summary>The sum over the root of their number.</summary>
    SqrtN,
}

namespace Weir.Simd;

/// <summary>How a product is cut into blocks for the caches, and what it costs. Depends on its sizes only.</summary>
internal static class GemmBlocking
{
    /// <summary>Panels of packed A that stay in the second-level cache while the columns pass: 12 * 14 rows of 512 floats.</summary>
    public const int RowPanelsInGroup = 12;

    /// <summary>Panels of A that are packed at once; bounds the scratch memory.</summary>
    public const int RowPanelsInSlab = 16 * RowPanelsInGroup;

    /// <summary>Panels of B that are packed at once.</summary>
    public const int ColumnPanelsInBlock = 64;

    /// <summary>What multiplying and adding a vector takes, roughly, in products and convolutions: measured were 113 GFLOP/s with 16 floats.</summary>
    public const int PicosecondsPerVector = 280;

    private const nint MostDepth = 512;
    private const nint DepthStep = 16;

    /// <summary>How many blocks the depth is cut into.</summary>
    public static nint DepthBlocks(nint depth) => (depth + MostDepth - 1) / MostDepth;

    /// <summary>Where a block of the depth begins; blocks are about equal.</summary>
    public static nint DepthBegin(nint depth, nint block)
    {
        nint blocks = DepthBlocks(depth);
        return block >= blocks ? depth : nint.Min(depth, ((depth * block / blocks) + DepthStep - 1) / DepthStep * DepthStep);
    }

    /// <summary>Where a part of <paramref name="total"/> begins, when cut into about equal parts: 128 rows are 8 * 13 + 2 * 12, not 9 * 14 + 2.</summary>
    public static nint PartBegin(nint total, nint part, nint parts) => total * part / parts;
}

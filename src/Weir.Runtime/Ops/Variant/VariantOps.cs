namespace Weir.Ops;

/// <summary>Variants other than lists.</summary>
internal static class VariantOps
{
    public static readonly Op[] All =
    [
        .. OptionalOps.All,
        .. TensorMapOps.All,
    ];
}

namespace Weir.Ops;

/// <summary>Tables from keys to values.</summary>
internal static class LookupOps
{
    public static readonly Op[] All =
    [
        .. AnonymousTable.All,
        new GenerateVocabRemapping(),
        .. InitializeTable.All,
        .. InitializeTableFromTextFile.All,
        .. LookupTableExport.All,
        .. LookupTableFind.All,
        new LookupTableRemoveV2(),
        .. LookupTableSize.All,
        .. LookupTableWrite.All,
        .. TableHandle.All,
    ];
}

namespace Weir.Ops;

/// <summary>Tables from keys to values.</summary>
internal static class LookupOps
{
    public static readonly Op[] All =
    [
        .. AnonymousTable.All,
        .. InitializeTable.All,
        .. InitializeTableFromTextFile.All,
        .. LookupTableExport.All,
        .. LookupTableFind.All,
        .. LookupTableSize.All,
        .. LookupTableWrite.All,
        .. TableHandle.All,
        new GenerateVocabRemapping(),
        new LookupTableRemoveV2(),
    ];
}

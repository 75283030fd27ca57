using Weir.Protos;

namespace Weir.Saving;

/// <summary>Takes the savers out of a graph that are not the one it is saved with: all nodes of the name scopes in which they save or restore.</summary>
/// <remarks>Source: <c>_find_extraneous_saver_nodes</c> in meta_graph.py (TensorFlow 2.15).</remarks>
internal static class ExtraneousSavers
{
    private static readonly HashSet<string> SavingOps =
    [
        "SaveV2", "Save", "SaveSlice", "LegacySave", "LegacySaveSlice", "RestoreV2", "Restore", "RestoreSlice", "LegacyRestore", "LegacyRestoreSlice",
    ];

    public static void Remove(GraphDef graphDef, SaverDef? kept)
    {
        HashSet<string> scopes = [.. graphDef.Node.Where(node => SavingOps.Contains(node.Op)).Select(node => Scope(node.Name))];
        if (kept is not null) scopes.ExceptWith([Scope(kept.SaveTensorName), Scope(kept.RestoreOpName)]);
        NodeDef[] left = [.. graphDef.Node.Where(node => !scopes.Any(scope => scope.Length > 0 && node.Name.StartsWith(scope, StringComparison.Ordinal)))];
        graphDef.Node.Clear();
        graphDef.Node.AddRange(left);
    }

    private static string Scope(string name) => name[..(name.LastIndexOf('/') + 1)];
}

using Weir.Protos;
using Weir.Printing;
using SavedModelProto = Weir.Protos.SavedModel;

namespace Weir.Cli.Show;

/// <summary>Finds what a command line names in a SavedModel.</summary>
internal static class MetaGraphs
{
    /// <summary>The MetaGraph with exactly these tags, in any order. Blanks around a tag are part of it.</summary>
    /// <exception cref="TfException">NOT_FOUND: there is none.</exception>
    public static MetaGraphDef Find(SavedModelProto model, string tagSet)
    {
        HashSet<string> tags = [.. tagSet.Split(',')];
        foreach (MetaGraphDef metaGraph in model.MetaGraphs)
        {
            if (tags.SetEquals(Tags(metaGraph))) return metaGraph;
        }

        string known = string.Join(", ", model.MetaGraphs.Select(m => PythonRepr.Text(string.Join(',', Tags(m).Order(StringComparer.Ordinal)))));
        throw new TfException(
            StatusCode.NotFound,
            $"MetaGraphDef associated with tag-set {tagSet} could not be found in the SavedModel. Please use one of the following tag-sets: [{known}]");
    }

    /// <summary>A signature by its key.</summary>
    /// <exception cref="TfException">NOT_FOUND: there is none.</exception>
    public static SignatureDef Signature(MetaGraphDef metaGraph, string key)
    {
        if (metaGraph.SignatureDef.TryGetValue(key, out SignatureDef? signature)) return signature;
        string known = string.Join(", ", metaGraph.SignatureDef.Keys.Order(StringComparer.Ordinal));
        throw new TfException(StatusCode.NotFound, $"Could not find signature \"{key}\". Please choose from: {known}");
    }

    /// <summary>The tags in the file's order.</summary>
    public static IReadOnlyList<string> Tags(MetaGraphDef metaGraph) => metaGraph.MetaInfoDef is { } info ? info.Tags : [];
}

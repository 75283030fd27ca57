using Google.Protobuf;
using Google.Protobuf.Collections;
using Weir.Protos;

namespace Weir.SavedModels;

/// <summary>The files under <c>assets/</c>, whose paths are fed in the run of the init op, and only there.</summary>
internal static class Assets
{
    private const string Folder = "assets";
    private const string Collection = "saved_model_assets";

    /// <summary>More than any model has; a forged list must not allocate.</summary>
    private const int MaxAssets = 100_000;

    /// <exception cref="TfException">INVALID_ARGUMENT: an asset's name leads out of the folder, or there are too many.</exception>
    public static Dictionary<Output, Tensor> Feeds(MetaGraphDef metaGraph, Graph graph, IModelFileSystem files)
    {
        Dictionary<Output, Tensor> feeds = [];
        RepeatedField<AssetFileDef> assets = Read(metaGraph);
        if (assets.Count > MaxAssets) throw new TfException(StatusCode.InvalidArgument, $"The model names {assets.Count} assets, more than the limit of {MaxAssets}.");
        foreach (AssetFileDef asset in assets)
        {
            if (!IsPlainPath(asset.Filename)) throw new TfException(StatusCode.InvalidArgument, $"The asset '{asset.Filename}' is not a file below the assets folder.");
            feeds[graph.GetOutput(asset.TensorInfo?.Name ?? "")] = Tensor.From<string>([$"{files.Root}/{Folder}/{asset.Filename}"], Shape.Scalar);
        }

        return feeds;
    }

    /// <summary>MetaGraphs have their assets in a field; those of TensorFlow before 1.13 in a collection.</summary>
    private static RepeatedField<AssetFileDef> Read(MetaGraphDef metaGraph)
    {
        if (metaGraph.AssetFileDef.Count > 0) return metaGraph.AssetFileDef;
        if (!metaGraph.CollectionDef.TryGetValue(Collection, out CollectionDef? collection)) return [];
        try
        {
            return [.. (collection.AnyList?.Value ?? []).Select(any => any.Unpack<AssetFileDef>())];
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.InvalidArgument, $"The collection {Collection} is malformed: {e.Message}", e);
        }
    }

    private static bool IsPlainPath(string path) =>
        path.Length > 0 && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal)
        && path.Split('/').All(part => part.Length > 0 && part != "." && part != "..");
}

using Google.Protobuf;
using Weir.Protos;

namespace Weir.SavedModels;

/// <summary>Finds and reads <c>saved_model.pb</c>, or <c>saved_model.pbtxt</c> where there is no pb.</summary>
internal static class SavedModelFile
{
    public const string Binary = "saved_model.pb";
    public const string Text = "saved_model.pbtxt";

    public static bool Exists(IModelFileSystem files) => files.FileExists(Binary) || files.FileExists(Text);

    /// <exception cref="TfException">NOT_FOUND: neither file is there. DATA_LOSS: pb is cut or not a SavedModel. INVALID_ARGUMENT: pbtxt has an error.</exception>
    public static Protos.SavedModel Read(IModelFileSystem files, ModelLimits limits)
    {
        if (files.FileExists(Binary)) return ParseBinary(files, limits.MaxModelFileBytes);
        if (files.FileExists(Text)) return ParseText(files, files.ReadAllBytes(Text, limits.MaxModelFileBytes));
        throw new TfException(StatusCode.NotFound, "Could not find SavedModel .pb or .pbtxt at supplied export directory path: "
            + $"{files.Root}. Check that the directory exists and that you have the right permissions for accessing it.");
    }

    /// <summary>The MetaGraph of a set of tags: the first in file order.</summary>
    /// <exception cref="TfException">NOT_FOUND: no MetaGraph has just these tags.</exception>
    public static MetaGraphDef FindMetaGraph(Protos.SavedModel model, IReadOnlyCollection<string> tags)
    {
        HashSet<string> wanted = [.. tags];
        foreach (MetaGraphDef metaGraph in model.MetaGraphs)
        {
            if (wanted.SetEquals(metaGraph.MetaInfoDef?.Tags ?? [])) return metaGraph;
        }

        string available = string.Join(", ", model.MetaGraphs.Select(m => $"{{ {string.Join(' ', m.MetaInfoDef?.Tags ?? [])} }}"));
        throw new TfException(StatusCode.NotFound,
            $"Could not find meta graph def matching supplied tags: {{ {string.Join(' ', tags.Order(StringComparer.Ordinal))} }}. Available tag sets: {available}. "
            + "To inspect available tag-sets in the SavedModel, please use the SavedModel CLI: `saved_model_cli`");
    }

    private static Protos.SavedModel ParseBinary(IModelFileSystem files, long maxBytes)
    {
        using IModelFile file = files.OpenRead(Binary, maxBytes);
        try
        {
            using Stream stream = file.AsStream();
            return Protos.SavedModel.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.DataLoss, $"Can't parse {files.Root}/{Binary} as binary proto: {e.Message}", e);
        }
    }

    private static Protos.SavedModel ParseText(IModelFileSystem files, byte[] bytes)
    {
        try
        {
            return TextFormat.Parse<Protos.SavedModel>(bytes);
        }
        catch (TfException e)
        {
            throw new TfException(e.Code, $"Can't parse {files.Root}/{Text} as text proto: {e.Message}", e);
        }
    }
}

using Weir.Protos;
using Weir.SavedModels;

namespace Weir;

/// <summary>A loaded SavedModel, the short way: one MetaGraph, its variables restored, its signatures ready to run.</summary>
/// <remarks>
/// The model may read only files of its own folder and write none. Safe for concurrent use. Dispose frees the variables;
/// tensors that runs returned live on.
/// </remarks>
public sealed class SavedModel : IDisposable
{
    private readonly Dictionary<string, Signature> signatures;

    private SavedModel(MetaGraphDef metaGraphDef, Session session)
    {
        MetaGraphDef = metaGraphDef;
        Session = session;
        signatures = SignatureReader.Signatures(metaGraphDef, session);
    }

    /// <summary>The session that holds the variables.</summary>
    public Session Session { get; }

    /// <summary>What the file says besides the graph: tags, signatures, collections. Its graph_def is empty: see <see cref="Session.Graph"/>.</summary>
    public MetaGraphDef MetaGraphDef { get; }

    /// <summary>The signatures by key.</summary>
    public IReadOnlyDictionary<string, Signature> Signatures => signatures;

    /// <summary>Loads a SavedModel from a folder.</summary>
    /// <param name="directory">The folder that holds saved_model.pb or saved_model.pbtxt.</param>
    /// <exception cref="TfException">As for the other overloads.</exception>
    public static SavedModel Load(string directory) => Load(directory, new LoadOptions());

    /// <summary>Loads a SavedModel from a folder.</summary>
    /// <param name="directory">The folder that holds saved_model.pb or saved_model.pbtxt.</param>
    /// <param name="options">Tags, limits.</param>
    /// <exception cref="TfException">NOT_FOUND: no model, no such tags, an unknown op, missing variables. DATA_LOSS: a damaged file.
    /// INVALID_ARGUMENT: a malformed graph.</exception>
    public static SavedModel Load(string directory, LoadOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Load(LocalFileSystem.Rooted(directory), options);
    }

    /// <summary>Loads a SavedModel from any file system.</summary>
    /// <param name="files">The model's folder; must live as long as the model.</param>
    /// <param name="options">Tags, limits.</param>
    /// <exception cref="TfException">As for <see cref="Load(string, LoadOptions)"/>.</exception>
    public static SavedModel Load(IModelFileSystem files, LoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        MetaGraphDef metaGraph = SavedModelFile.FindMetaGraph(SavedModelFile.Read(files, options.Limits), options.Tags);
        ImportOptions import = new() { Limits = options.Limits, UnknownAttributes = options.UnknownAttributes, Warning = options.Warning };
        SessionOptions session = new()
        {
            Limits = options.Limits, RestoreMode = options.RestoreMode, AllowSoftPlacement = true, Print = options.Print, IntraOpThreads = options.IntraOpThreads, InterOpThreads = options.InterOpThreads,
        };
        return new SavedModel(metaGraph, MetaGraphLoader.Load(metaGraph, files, session, import, requireVariables: true, run: null));
    }

    /// <summary>One signature.</summary>
    /// <param name="name">Its key; by default <c>serving_default</c>.</param>
    /// <exception cref="TfException">NOT_FOUND: the model has no such signature.</exception>
    public Signature Signature(string name = "serving_default") => signatures.TryGetValue(name, out Signature? signature)
        ? signature
        : throw new TfException(StatusCode.NotFound, $"The model has no signature '{name}'; it has: {string.Join(", ", signatures.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>Ends the runs that are going on, with CANCELLED, and frees variables, plans and the graph's constants. As <see cref="Session.Dispose"/>.</summary>
    public void Dispose()
    {
        Session.Graph.Dispose();
        Session.Dispose();
    }
}

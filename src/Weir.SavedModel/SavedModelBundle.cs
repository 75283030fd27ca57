using Weir.Protos;
using Weir.SavedModels;

namespace Weir;

/// <summary>A loaded SavedModel in the shape of TensorFlow's C++ loader: session options, run options, tags.</summary>
/// <remarks>Where variable files are missing the variables stay uninitialized, as in C++. Source: cc/saved_model/loader.cc.</remarks>
public sealed class SavedModelBundle : IDisposable
{
    private readonly Dictionary<string, Signature> signatures;

    private SavedModelBundle(MetaGraphDef metaGraphDef, Session session)
    {
        MetaGraphDef = metaGraphDef;
        Session = session;
        signatures = SignatureReader.Signatures(metaGraphDef, session);
    }

    /// <summary>The session that holds the variables.</summary>
    public Session Session { get; }

    /// <summary>What the file says besides the graph. Its graph_def is empty: see <see cref="Session.Graph"/>.</summary>
    public MetaGraphDef MetaGraphDef { get; }

    /// <summary>The signatures by key.</summary>
    public IReadOnlyDictionary<string, Signature> Signatures => signatures;

    /// <summary>Loads a SavedModel.</summary>
    /// <param name="sessionOptions">How the session is opened; its files are replaced by the model's own folder.</param>
    /// <param name="runOptions">How restoring and the init op are run; null: the defaults.</param>
    /// <param name="exportDir">The folder that holds saved_model.pb or saved_model.pbtxt.</param>
    /// <param name="tags">The tags of the MetaGraph, as a set.</param>
    /// <exception cref="TfException">As for <see cref="SavedModel.Load(string, LoadOptions)"/>.</exception>
    public static SavedModelBundle Load(SessionOptions sessionOptions, RunOptions? runOptions, string exportDir, IReadOnlyCollection<string> tags)
    {
        ArgumentNullException.ThrowIfNull(sessionOptions);
        ArgumentException.ThrowIfNullOrEmpty(exportDir);
        ArgumentNullException.ThrowIfNull(tags);
        LocalFileSystem files = LocalFileSystem.Rooted(exportDir);
        MetaGraphDef metaGraph = SavedModelFile.FindMetaGraph(SavedModelFile.Read(files, sessionOptions.Limits), tags);
        ImportOptions import = new() { Limits = sessionOptions.Limits };
        return new SavedModelBundle(metaGraph, MetaGraphLoader.Load(metaGraph, files, sessionOptions, import, requireVariables: false, runOptions));
    }

    /// <summary>Whether a folder holds a SavedModel: saved_model.pb or saved_model.pbtxt. It may still be damaged.</summary>
    /// <param name="exportDir">The folder.</param>
    public static bool MaybeSavedModelDirectory(string exportDir)
    {
        ArgumentNullException.ThrowIfNull(exportDir);
        return exportDir.Length > 0 && SavedModelFile.Exists(LocalFileSystem.Rooted(exportDir));
    }

    /// <summary>Ends the runs that are going on, with CANCELLED, and frees variables, plans and the graph's constants. As <see cref="Session.Dispose"/>.</summary>
    public void Dispose()
    {
        Session.Graph.Dispose();
        Session.Dispose();
    }
}

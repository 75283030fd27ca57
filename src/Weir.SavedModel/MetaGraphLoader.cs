using Weir.Protos;

namespace Weir.SavedModels;

/// <summary>Brings a MetaGraph to life: graph, session, variables, then the init op. The order is TensorFlow's.</summary>
internal static class MetaGraphLoader
{
    private const string VariablesPath = "variables/variables";

    /// <summary>Loads into a new session.</summary>
    /// <param name="metaGraph">The MetaGraph; its graph_def is taken out, for it lives on as <see cref="Graph"/>.</param>
    /// <param name="files">The SavedModel's folder.</param>
    /// <param name="session">How the session is opened.</param>
    /// <param name="import">How the graph is imported.</param>
    /// <param name="requireVariables">Whether missing variable files are an error, as in Python, or leave the variables uninitialized, as in C++.</param>
    /// <param name="run">How restoring and the init op are run.</param>
    public static Session Load(
        MetaGraphDef metaGraph, IModelFileSystem files, SessionOptions session, ImportOptions import, bool requireVariables, RunOptions? run)
    {
        Graph graph = new();
        graph.Import(metaGraph.GraphDef ?? new GraphDef(), import with { TakesMessage = true });
        metaGraph.GraphDef = null;
        Session opened = new(graph, session with { Files = files });
        try
        {
            Dictionary<Output, Tensor> assets = Assets.Feeds(metaGraph, graph, files);
            Restore(metaGraph, graph, opened, files, requireVariables, run);
            if (InitOp.Find(metaGraph, graph) is { } initOp) opened.Run(assets, [], [initOp], run);
            foreach (Tensor asset in assets.Values) asset.Dispose();
            return opened;
        }
        catch
        {
            graph.Dispose();
            opened.Dispose();
            throw;
        }
    }

    private static void Restore(MetaGraphDef metaGraph, Graph graph, Session session, IModelFileSystem files, bool required, RunOptions? run)
    {
        if (metaGraph.SaverDef is not { RestoreOpName.Length: > 0 } saver)
        {
            bool restores = required && files.FileExists(VariablesPath + ".index");
            IReadOnlyList<Operation> assignments = restores ? DefaultSaver.AddTo(metaGraph, graph, $"{files.Root}/{VariablesPath}") : [];
            if (assignments.Count > 0) session.Run(feeds: null, [], assignments, run);
            return;
        }

        if (!files.FileExists(VariablesPath + ".index"))
        {
            if (!required || !HasVariables(graph)) return;
            throw new TfException(StatusCode.NotFound, $"The passed save_path is not a valid checkpoint: {files.Root}/{VariablesPath}: "
                + $"the graph has variables, but there is no {VariablesPath}.index.");
        }

        if (!graph.TryGetOperation(saver.RestoreOpName, out Operation? restore))
        {
            throw new TfException(StatusCode.NotFound, $"The saver names the restore op '{saver.RestoreOpName}', which the graph does not have.");
        }

        using Tensor path = Tensor.From<string>([$"{files.Root}/{VariablesPath}"], Shape.Scalar);
        session.Run(new Dictionary<Output, Tensor> { [graph.GetOutput(saver.FilenameTensorName)] = path }, [], [restore], run);
    }

    private static bool HasVariables(Graph graph) => graph.Operations.Any(operation => operation.IsVariable);
}

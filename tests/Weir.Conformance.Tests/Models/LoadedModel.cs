using Weir.Protos;
using Weir.SavedModels;

namespace Weir.Conformance;

/// <summary>A model opened for its recorded calls; or why it can not be: an error, or ops that loading needs and nobody built.</summary>
internal sealed class LoadedModel : IDisposable
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    private readonly SavedModel? model;
    private readonly Session? frozen;

    private LoadedModel(SavedModel? model, Session? frozen, IReadOnlySet<string> missing, TfException? error)
    {
        this.model = model;
        this.frozen = frozen;
        Missing = missing;
        Error = error;
    }

    /// <summary>What loading needs that has no kernel.</summary>
    public IReadOnlySet<string> Missing { get; }

    public TfException? Error { get; }

    public Session Session => frozen ?? model!.Session;

    public static LoadedModel Open(string folder, string[] tags)
    {
        try
        {
            if (File.Exists(Path.Combine(folder, "graph.pb"))) return OpenFrozen(Path.Combine(folder, "graph.pb"));
            string directory = Path.Combine(folder, "model");
            IReadOnlySet<string> missing = LoadNeeds(directory, tags);
            return missing.Count > 0
                ? new LoadedModel(null, null, missing, null)
                : new LoadedModel(SavedModel.Load(directory, new LoadOptions { Tags = tags }), null, Nothing, null);
        }
        catch (TfException e)
        {
            return new LoadedModel(null, null, Nothing, e);
        }
    }

    /// <summary>The ops without a kernel that a call needs.</summary>
    public PlanNeeds Needs(ModelCall call)
    {
        Graph graph = Session.Graph;
        if (call.Signature is null) return PlanNeeds.Of(graph, call.Inputs.Keys.Select(graph.GetOutput), call.Fetches.Select(graph.GetOutput), Targets(call));
        Signature signature = model!.Signature(call.Signature);
        IEnumerable<Output> feeds = signature.Inputs.Values.Where(input => call.Inputs.ContainsKey(input.Key)).Select(input => graph.GetOutput(input.TensorName));
        IEnumerable<Output> fetches = signature.Outputs.Values.Where(output => call.Asked?.Contains(output.Key) ?? true).Select(output => graph.GetOutput(output.TensorName));

        // What Python refuses it refuses for the static shape of a feed: that needs the shape rules of all ops before the feed.
        return PlanNeeds.Of(graph, IsRefusedByPython(call) ? [] : feeds, fetches, []);
    }

    /// <summary>Makes a call; the outputs by key or tensor name.</summary>
    public Dictionary<string, Tensor> Run(ModelCall call)
    {
        Dictionary<string, Tensor> inputs = call.Inputs.ToDictionary(input => input.Key, input => call.Input(input.Value));
        if (call.Signature is null) return RunByName(inputs, call.Fetches, Targets(call));
        Signature signature = model!.Signature(call.Signature);
        SignatureTensor[] asked = [.. signature.Outputs.Values.Where(output => call.Asked?.Contains(output.Key) ?? true)];
        Dictionary<string, Tensor> feeds = inputs.ToDictionary(input => signature.Inputs.TryGetValue(input.Key, out SignatureTensor? known) ? known.TensorName : input.Key, input => input.Value);

        // What Python refuses, and what only its session hands on: a signature, like the C++ session, does not return what it was given.
        if (!IsRefusedByPython(call) && !asked.Any(output => feeds.ContainsKey(output.TensorName))) return signature.Run(inputs, call.Asked).ToDictionary(output => output.Key, output => output.Value);
        Dictionary<string, Tensor> results = RunByName(feeds, [.. asked.Select(output => output.TensorName)], []);
        return asked.ToDictionary(output => output.Key, output => results[output.TensorName]);
    }

    public void Dispose()
    {
        model?.Dispose();
        frozen?.Dispose();
    }

    private static LoadedModel OpenFrozen(string file)
    {
        Graph graph = new();
        graph.Import(GraphDef.Parser.ParseFrom(File.ReadAllBytes(file)));
        return new LoadedModel(null, new Session(graph), Nothing, null);
    }

    private static IReadOnlySet<string> LoadNeeds(string directory, string[] tags)
    {
        MetaGraphDef metaGraph = SavedModelFile.FindMetaGraph(SavedModelFile.Read(LocalFileSystem.Rooted(directory), ModelLimits.Default), tags);
        Graph graph = new();
        graph.Import(metaGraph.GraphDef ?? new GraphDef());
        List<Operation> targets = [];
        if (graph.TryGetOperation(metaGraph.SaverDef?.RestoreOpName ?? "", out Operation? restore)) targets.Add(restore);
        if (InitOp.Find(metaGraph, graph) is { } initOp) targets.Add(initOp);
        return PlanNeeds.Of(graph, [], [], targets).Missing;
    }

    private static bool IsRefusedByPython(ModelCall call) => call.Fails && call.ErrorCode is null;

    private Operation[] Targets(ModelCall call) => [.. call.Targets.Select(name => Session.Graph.TryGetOperation(name, out Operation? target) ? target : throw new KeyNotFoundException(name))];

    private Dictionary<string, Tensor> RunByName(Dictionary<string, Tensor> feeds, string[] fetches, Operation[] targets)
    {
        Graph graph = Session.Graph;
        Tensor[] results = Session.Run(feeds.ToDictionary(feed => graph.GetOutput(feed.Key), feed => feed.Value), [.. fetches.Select(graph.GetOutput)], targets);
        return fetches.Zip(results).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}

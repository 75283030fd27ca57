using Weir.Cli.Inputs;
using Weir.Cli.Show;
using Weir.Protos;

namespace Weir.Cli.Commands;

/// <summary>One run of a signature: the model loaded, inputs fed by tensor name, outputs fetched in the order of their keys.</summary>
internal static class SignatureRun
{
    /// <summary>Runs it and hands over the outputs one by one.</summary>
    /// <exception cref="TfException">Any error of the arguments, of loading or of the graph.</exception>
    public static void Execute(RunArguments arguments, Dictionary<string, InputValue> inputs, CliContext context, Action<string, Tensor> consume)
    {
        MetaGraphDef metaGraph = MetaGraphs.Find(SavedModelDescription.Read(arguments.Dir, context), arguments.TagSet);
        SignatureDef signature = MetaGraphs.Signature(metaGraph, arguments.SignatureDef);
        foreach (string key in inputs.Keys) RequireInput(signature, key);

        LoadOptions options = new() { Tags = arguments.TagSet.Split(','), Warning = context.Warn, Print = context.Error.Write };
        using SavedModel model = SavedModel.Load(context.Resolve(arguments.Dir), options);
        Graph graph = model.Session.Graph;
        string[] keys = [.. signature.Outputs.Keys.Order(StringComparer.Ordinal)];
        Output[] fetches = [.. keys.Select(key => graph.GetOutput(signature.Outputs[key].Name))];
        Dictionary<Output, Tensor> feeds = [];
        Tensor[] results = [];
        try
        {
            foreach ((string key, InputValue input) in inputs)
            {
                Output feed = graph.GetOutput(signature.Inputs[key].Name);
                feeds[feed] = input.ToTensor(feed.DType.BaseType());
            }

            RunTrace? trace = arguments.Trace is null ? null : new RunTrace();
            if (fetches.Length > 0) results = model.Session.Run(feeds, fetches, options: new RunOptions { Trace = trace });
            for (int i = 0; i < keys.Length; i++) consume(keys[i], results[i]);
            if (trace is not null) WriteTrace(trace, arguments.Trace!, context);
        }
        finally
        {
            foreach (Tensor tensor in feeds.Values.Concat(results)) tensor.Dispose();
        }
    }

    private static void WriteTrace(RunTrace trace, string path, CliContext context)
    {
        using (FileStream file = File.Create(context.Resolve(path))) trace.WriteChromeTrace(file);
        context.Print($"Trace is saved to {path}");
    }

    private static void RequireInput(SignatureDef signature, string key)
    {
        if (signature.Inputs.ContainsKey(key)) return;
        string known = string.Join("\", \"", signature.Inputs.Keys.Order(StringComparer.Ordinal));
        throw new TfException(StatusCode.InvalidArgument, $"\"{key}\" is not a valid input key. Please choose from \"{known}\", or use --show option.");
    }
}

using System.Collections.Concurrent;
using Weir.Protos;

namespace Weir.Predictions;

/// <summary>A version of a model, loaded and ready for requests. Safe for concurrent use.</summary>
internal sealed class SavedModelServable(SavedModelBundle bundle) : IDisposable
{
    public const string DefaultSignature = "serving_default";

    /// <summary>Which signatures are asked for together is a client's choice: beyond this many combinations plans are not kept.</summary>
    private const int MaxJointCalls = 64;

    private readonly ConcurrentDictionary<string, Callable> jointCalls = new(StringComparer.Ordinal);

    /// <summary>The SignatureDefs as the file has them.</summary>
    public IDictionary<string, SignatureDef> Definitions => bundle.MetaGraphDef.SignatureDef;

    /// <summary>The signature of a request; null: the model has no such one.</summary>
    /// <param name="name">The name in the request; empty: the default.</param>
    public Signature? Find(string name) => bundle.Signatures.GetValueOrDefault(OrDefault(name));

    public static string OrDefault(string name) => name.Length == 0 ? DefaultSignature : name;

    /// <summary>A planned run over tensors of several signatures.</summary>
    /// <param name="feeds">Names of tensors in the graph, without duplicates.</param>
    /// <param name="fetches">Names of tensors in the graph, without duplicates.</param>
    public Callable JointCall(IReadOnlyCollection<string> feeds, IReadOnlyCollection<string> fetches)
    {
        string key = string.Join('\u0001', feeds) + '\u0002' + string.Join('\u0001', fetches);
        if (jointCalls.TryGetValue(key, out Callable? known)) return known;
        Callable made = bundle.Session.MakeCallable([.. feeds.Select(bundle.Session.Graph.GetOutput)], [.. fetches.Select(bundle.Session.Graph.GetOutput)]);
        return jointCalls.Count < MaxJointCalls ? jointCalls.GetOrAdd(key, made) : made;
    }

    public void Dispose() => bundle.Dispose();
}

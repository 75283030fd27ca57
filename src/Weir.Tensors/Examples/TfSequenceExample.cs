using Google.Protobuf;
using Weir.Protos;

namespace Weir;

/// <summary>A tf.SequenceExample: features of the whole, and lists of features with an entry for each step.</summary>
/// <remarks>
/// <code>
/// TfSequenceExample example = new()
/// {
///     Context = { ["id"] = 7L },
///     FeatureLists = { ["tokens"] = ["a", "b", "c"] },
/// };
/// </code>
/// Not thread-safe while it is changed.
/// </remarks>
public sealed class TfSequenceExample
{
    /// <summary>The features of the whole.</summary>
    public TfFeatures Context { get; private init; } = new();

    /// <summary>The features step by step, by name, in the ordinal order of the names.</summary>
    public SortedDictionary<string, IReadOnlyList<TfFeature>> FeatureLists { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads an example.</summary>
    /// <param name="serialized">The bytes of the message <c>tensorflow.SequenceExample</c>.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: these are no such bytes.</exception>
    public static TfSequenceExample Parse(ReadOnlySpan<byte> serialized)
    {
        SequenceExample proto = ExampleParsing.Parse(SequenceExample.Parser, serialized, "SequenceExample");
        TfSequenceExample example = new() { Context = TfFeatures.Of(proto.Context) };
        foreach ((string name, FeatureList list) in proto.FeatureLists?.FeatureList ?? [])
        {
            example.FeatureLists[name] = [.. list.Feature.Select(feature => new TfFeature(feature))];
        }

        return example;
    }

    /// <summary>The bytes of the message, names in ordinal order: equal examples have equal bytes.</summary>
    public byte[] Serialize() => ToProto().ToByteArray();

    /// <summary>The message.</summary>
    public SequenceExample ToProto()
    {
        SequenceExample proto = new() { Context = Context.ToProto() };
        if (FeatureLists.Count > 0) proto.FeatureLists = new FeatureLists();
        foreach ((string name, IReadOnlyList<TfFeature> steps) in FeatureLists)
        {
            proto.FeatureLists.FeatureList.Add(name, new FeatureList { Feature = { steps.Select(step => step.Proto) } });
        }

        return proto;
    }
}

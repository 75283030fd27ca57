using Google.Protobuf;
using Weir.Protos;

namespace Weir;

/// <summary>A tf.Example: features by name, the record that TensorFlow trains on and that <c>ParseExample</c> takes.</summary>
/// <remarks>
/// <code>
/// TfExample example = new() { ["id"] = 7L, ["name"] = "iris", ["x"] = new[] { 5.1f, 3.5f } };
/// writer.Write(example.Serialize());
/// </code>
/// Not thread-safe while it is changed.
/// </remarks>
public sealed class TfExample
{
    /// <summary>An example without features.</summary>
    public TfExample() => Features = new TfFeatures();

    private TfExample(TfFeatures features) => Features = features;

    /// <summary>The features.</summary>
    public TfFeatures Features { get; }

    /// <summary>A feature; setting it replaces the one before.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">Reading: there is none of this name.</exception>
    public TfFeature this[string name]
    {
        get => Features[name];
        set => Features[name] = value;
    }

    /// <summary>Reads an example.</summary>
    /// <param name="serialized">The bytes of the message <c>tensorflow.Example</c>.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: these are no such bytes.</exception>
    public static TfExample Parse(ReadOnlySpan<byte> serialized) => new(TfFeatures.Of(ExampleParsing.Parse(Example.Parser, serialized, "Example").Features));

    /// <summary>The bytes of the message, features in the ordinal order of their names: equal examples have equal bytes.</summary>
    public byte[] Serialize() => ToProto().ToByteArray();

    /// <summary>The message.</summary>
    public Example ToProto() => new() { Features = Features.ToProto() };
}

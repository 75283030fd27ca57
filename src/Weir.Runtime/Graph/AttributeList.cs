using System.Text;
using Weir.Definitions;

namespace Weir.Graphs;

/// <summary>The attributes of a node: a few names with values. Immutable.</summary>
/// <remarks>
/// A value is a <c>long</c>, <c>float</c>, <c>bool</c>, <c>byte[]</c> (a string), <see cref="DType"/>, <see cref="Shape"/>,
/// <see cref="Tensor"/>, <see cref="FunctionReference"/> or an array of one of these; <see cref="AttributePlaceholder"/> inside
/// functions, until the caller's attributes are put in.
/// </remarks>
internal sealed class AttributeList : IEquatable<AttributeList>
{
    private readonly KeyValuePair<string, object>[] items;

    public AttributeList(params KeyValuePair<string, object>[] items) => this.items = items;

    public static AttributeList Empty { get; } = new();

    public IReadOnlyList<KeyValuePair<string, object>> Items => items;

    public object? Find(string name)
    {
        foreach (KeyValuePair<string, object> item in items)
        {
            if (item.Key == name) return item.Value;
        }

        return null;
    }

    public AttributeList With(string name, object value) =>
        new([.. items.Where(item => item.Key != name), KeyValuePair.Create(name, value)]);

    /// <summary>Whether both have the same names with equal values; a tensor is equal to itself alone.</summary>
    public bool Equals(AttributeList? other) => ReferenceEquals(this, other)
        || (other is not null && items.Length == other.items.Length && Array.TrueForAll(items, item => other.Find(item.Key) is { } value && AreEqual(item.Value, value)));

    public override bool Equals(object? obj) => Equals(obj as AttributeList);

    public override int GetHashCode()
    {
        int hash = items.Length;
        foreach (KeyValuePair<string, object> item in items) hash += item.Key.GetHashCode(StringComparison.Ordinal);
        return hash;
    }

    /// <summary>The value as a type; what a well-formed node of a known op always has.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: no such attribute, or of another type.</exception>
    public T Get<T>(string name) => Find(name) switch
    {
        T value => value,
        MalformedTensor malformed => throw new TfException(malformed.Error.Code, malformed.Error.Message, malformed.Error),
        object[] { Length: 0 } when typeof(T).IsArray => throw new TfException(StatusCode.Internal, $"Attr '{name}' is an empty list of unknown kind"),
        null => throw new TfException(StatusCode.InvalidArgument, $"No attr named '{name}'"),
        object other => throw new TfException(StatusCode.InvalidArgument, $"Attr '{name}' is a {other.GetType().Name}, not a {typeof(T).Name}"),
    };

    public string GetString(string name) => Encoding.UTF8.GetString(Get<byte[]>(name));

    /// <summary>Gives back the memory of the tensors among the values; defaults are the definition's own.</summary>
    public void FreeTensors(OpDefinition? definition)
    {
        foreach (KeyValuePair<string, object> item in items)
        {
            if (item.Value is Tensor tensor && definition?.FindAttribute(item.Key)?.Default != item.Value) tensor.Dispose();
            else if (item.Value is Tensor[] tensors) Array.ForEach(tensors, element => element.Dispose());
        }
    }

    private static bool AreEqual(object a, object b) => (a, b) switch
    {
        (byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y),
        (Array x, Array y) => x.Length == y.Length && x.Cast<object>().Zip(y.Cast<object>()).All(pair => AreEqual(pair.First, pair.Second)),
        _ => a.Equals(b),
    };

    /// <summary>A typed array of boxed values.</summary>
    internal static Array ToArray(AttributeKind kind, IReadOnlyList<object> values) => kind switch
    {
        AttributeKind.Int => values.Cast<long>().ToArray(),
        AttributeKind.Float => values.Cast<float>().ToArray(),
        AttributeKind.Bool => values.Cast<bool>().ToArray(),
        AttributeKind.String => values.Cast<byte[]>().ToArray(),
        AttributeKind.Type => values.Cast<DType>().ToArray(),
        AttributeKind.Shape => values.Cast<Shape>().ToArray(),
        AttributeKind.Tensor => values.Cast<Tensor>().ToArray(),
        _ => values.Cast<FunctionReference>().ToArray(),
    };
}

/// <summary>A function by name, with the attributes it is called with.</summary>
internal sealed record FunctionReference(string Name, AttributeList Attributes);

/// <summary>Stands in a function's body for an attribute of the call.</summary>
internal sealed record AttributePlaceholder(string Name);

/// <summary>Stands for the value of an attribute that holds a tensor which can not be read.</summary>
internal sealed record MalformedTensor(Protos.TensorProto Message, TfException Error);

using Weir.Graphs;

namespace Weir.Definitions;

/// <summary>What an op is from outside: its name, inputs, outputs and attributes. Parsed from its text when first asked.</summary>
/// <remarks>
/// The text is a line such as <c>MatMul(a: T, b: T) -> product: T; transpose_a: bool = false; T: {float, double} | stateful</c>;
/// <see cref="OpDefinitionParser"/> has the grammar. Thread-safe.
/// </remarks>
internal sealed class OpDefinition
{
    private readonly string text;
    private volatile Parts? parts;

    private OpDefinition(string text)
    {
        this.text = text;
        Name = text[..text.IndexOf('(', StringComparison.Ordinal)];
    }

    /// <summary>The op's name, <c>MatMul</c>.</summary>
    public string Name { get; }

    public IReadOnlyList<ArgumentDefinition> Inputs => Parsed.Inputs;

    public IReadOnlyList<ArgumentDefinition> Outputs => Parsed.Outputs;

    public IReadOnlyList<AttributeDefinition> Attributes => Parsed.Attributes;

    /// <summary>Whether runs may differ or have effects: such a node is never folded, merged or left out.</summary>
    public bool IsStateful => Parsed.Flags.HasFlag(OpFlags.Stateful);

    public OpFlags Flags => Parsed.Flags;

    /// <summary>From this GraphDef producer version on the op is refused; 0: never.</summary>
    public int DeprecatedIn => Parsed.DeprecatedIn;

    public string DeprecationText => Parsed.DeprecationText;

    private Parts Parsed => parts ??= OpDefinitionParser.Parse(text);

    public static implicit operator OpDefinition(string text) => new(text);

    /// <summary>The definition that a function's signature is.</summary>
    public static OpDefinition Of(Protos.OpDef signature) => new(signature.Name + "()") { parts = OpDefinitionReader.Read(signature) };

    public AttributeDefinition? FindAttribute(string name)
    {
        foreach (AttributeDefinition attribute in Parsed.Attributes)
        {
            if (attribute.Name == name) return attribute;
        }

        return null;
    }

    public override string ToString() => text;

    internal sealed record Parts(
        ArgumentDefinition[] Inputs,
        ArgumentDefinition[] Outputs,
        AttributeDefinition[] Attributes,
        OpFlags Flags,
        int DeprecatedIn,
        string DeprecationText);
}

/// <summary>What else TensorFlow says of an op.</summary>
[Flags]
internal enum OpFlags
{
    None = 0,
    Stateful = 1,
    Commutative = 2,
    Aggregate = 4,

    /// <summary>Reference inputs may be uninitialized variables.</summary>
    AllowsUninitialized = 8,
    Distributed = 16,
}

/// <summary>One input or output: a tensor, <c>N * T</c> tensors of one type, or one tensor for each type of a list.</summary>
/// <param name="Name">The argument's name.</param>
/// <param name="Type">The dtype where it is fixed, else <see cref="DType.Invalid"/>.</param>
/// <param name="TypeAttribute">The attribute that says the dtype.</param>
/// <param name="NumberAttribute">The attribute that says how many tensors.</param>
/// <param name="TypeListAttribute">The attribute that lists the dtypes, one tensor each.</param>
/// <param name="IsReference">Whether it carries a variable's cell.</param>
/// <param name="FullType">TensorFlow's full type as text, where the op has one.</param>
internal sealed record ArgumentDefinition(
    string Name,
    DType Type,
    string? TypeAttribute,
    string? NumberAttribute,
    string? TypeListAttribute,
    bool IsReference,
    string? FullType);

/// <summary>One attribute.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Kind">What a value, or an element of a list, is.</param>
/// <param name="IsList">Whether the value is a list.</param>
/// <param name="Default">The default value as <see cref="AttributeList"/> holds it; null: the attribute must be given.</param>
/// <param name="AllowedTypes">The dtypes allowed; null: all.</param>
/// <param name="AllowedStrings">The strings allowed; null: all.</param>
/// <param name="Minimum">The least number, or the least length of a list; null: none.</param>
internal sealed record AttributeDefinition(
    string Name,
    AttributeKind Kind,
    bool IsList,
    object? Default,
    DType[]? AllowedTypes,
    string[]? AllowedStrings,
    long? Minimum);

/// <summary>The kinds of attribute values.</summary>
internal enum AttributeKind
{
    Int,
    Float,
    Bool,
    String,
    Type,
    Shape,
    Tensor,
    Function,
}

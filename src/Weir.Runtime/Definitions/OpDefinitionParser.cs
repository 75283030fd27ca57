using System.Globalization;
using System.Text;
using Google.Protobuf;
using Weir.Graphs;
using Weir.Protos;

namespace Weir.Definitions;

/// <summary>Parses the one-line text of an op definition.</summary>
/// <remarks>
/// <code>
/// definition = name "(" [argument {"," argument}] ")" ["->" argument {"," argument}] {";" attribute} ["|" flag {"," flag}]
/// argument   = name ":" [attr-name "*"] (type | attr-name | "Ref(" (type | attr-name) ")") [string: full type]
/// attribute  = name ":" (kind | set | "list(" (kind | set) ")") [">=" int] ["=" value]
/// kind       = "int" | "float" | "bool" | "string" | "type" | "shape" | "tensor" | "func"
/// set        = "{" type {"," type} "}" | "{" string {"," string} "}" | "{" "numbers" | "realnumbers" | "floats" "}"
/// value      = int | float | "true" | "false" | string | type | "?" | "[" ... "]" | "tensor" base64 | "func" string
/// flag       = "stateful" | "commutative" | "aggregate" | "uninitialized" | "distributed" | "deprecated" version string
/// </code>
/// </remarks>
internal ref struct OpDefinitionParser
{
    private readonly ReadOnlySpan<char> text;
    private int at;

    private OpDefinitionParser(string text) => this.text = text;

    public static OpDefinition.Parts Parse(string text)
    {
        OpDefinitionParser parser = new(text);
        return parser.Definition();
    }

    private OpDefinition.Parts Definition()
    {
        Word();
        Expect("(");
        List<RawArgument> inputs = Accept(")") ? [] : Arguments();
        if (inputs.Count > 0) Expect(")");
        List<RawArgument> outputs = Accept("->") ? Arguments() : [];
        List<AttributeDefinition> attributes = [];
        while (Accept(";")) attributes.Add(Attribute());
        (OpFlags flags, int version, string reason) = Flags();
        if (at != text.Length) throw Wrong("the end");
        return new([.. inputs.Select(i => Resolve(i, attributes))], [.. outputs.Select(o => Resolve(o, attributes))], [.. attributes], flags, version, reason);
    }

    private List<RawArgument> Arguments()
    {
        List<RawArgument> arguments = [];
        do
        {
            string name = Word();
            Expect(":");
            bool reference = Accept("Ref(");
            string type = Word();
            if (reference) Expect(")");
            string? number = null;
            if (Accept("*"))
            {
                number = type;
                reference = Accept("Ref(");
                type = Word();
                if (reference) Expect(")");
            }

            arguments.Add(new RawArgument(name, type, number, reference, Peek() == '"' ? Quoted() : null));
        }
        while (Accept(","));
        return arguments;
    }

    private static ArgumentDefinition Resolve(RawArgument raw, List<AttributeDefinition> attributes)
    {
        AttributeDefinition? attribute = attributes.Find(a => a.Name == raw.Type && a.Kind == AttributeKind.Type);
        return new ArgumentDefinition(
            raw.Name,
            attribute is null ? TypeNamed(raw.Type) ?? throw new FormatException($"'{raw.Type}' is neither a dtype nor an attribute.") : DType.Invalid,
            attribute is { IsList: false } ? raw.Type : null,
            raw.Number,
            attribute is { IsList: true } ? raw.Type : null,
            raw.IsReference,
            raw.FullType);
    }

    private AttributeDefinition Attribute()
    {
        string name = Word();
        Expect(":");
        bool list = Accept("list(");
        DType[]? types = null;
        string[]? strings = null;
        AttributeKind kind;
        if (Accept("{"))
        {
            if (Peek() == '"') strings = [.. Quoteds()];
            else types = TypeSet();
            Expect("}");
            kind = types is null ? AttributeKind.String : AttributeKind.Type;
        }
        else
        {
            kind = KindNamed(Word());
        }

        if (list) Expect(")");
        long? minimum = Accept(">=") ? long.Parse(Word(), CultureInfo.InvariantCulture) : null;
        object? value = Accept("=") ? (list ? ListValue(kind) : Value(kind)) : null;
        return new AttributeDefinition(name, kind, list, value, types, strings, minimum);
    }

    private (OpFlags Flags, int Version, string Reason) Flags()
    {
        OpFlags flags = OpFlags.None;
        if (!Accept("|")) return (flags, 0, "");
        do
        {
            string word = Word();
            if (word == "deprecated") return (flags, int.Parse(Word(), CultureInfo.InvariantCulture), Quoted());
            flags |= word switch
            {
                "stateful" => OpFlags.Stateful,
                "commutative" => OpFlags.Commutative,
                "aggregate" => OpFlags.Aggregate,
                "uninitialized" => OpFlags.AllowsUninitialized,
                "distributed" => OpFlags.Distributed,
                _ => throw Wrong("a flag"),
            };
        }
        while (Accept(","));
        return (flags, 0, "");
    }

    private object Value(AttributeKind kind)
    {
        switch (kind)
        {
            case AttributeKind.String:
                return Encoding.UTF8.GetBytes(Quoted());
            case AttributeKind.Shape:
                return Accept("?") ? Shape.Unknown : Shape.Of((long[])ListValue(AttributeKind.Int));
            case AttributeKind.Tensor:
                Expect("tensor");
                return TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(ByteString.FromBase64(Quoted())));
            case AttributeKind.Function:
                Expect("func");
                return new FunctionReference(Quoted(), AttributeList.Empty);
            default:
                string word = Word();
                return kind switch
                {
                    AttributeKind.Int => long.Parse(word, CultureInfo.InvariantCulture),
                    AttributeKind.Float => word switch
                    {
                        "inf" => float.PositiveInfinity,
                        "-inf" => float.NegativeInfinity,
                        "nan" => float.NaN,
                        _ => float.Parse(word, CultureInfo.InvariantCulture),
                    },
                    AttributeKind.Bool => word == "true",
                    _ => TypeNamed(word) ?? throw Wrong("a dtype"),
                };
        }
    }

    private Array ListValue(AttributeKind kind)
    {
        Expect("[");
        List<object> values = [];
        if (!Accept("]"))
        {
            do values.Add(kind == AttributeKind.Int && Accept("?") ? -1L : Value(kind));
            while (Accept(","));
            Expect("]");
        }

        return AttributeList.ToArray(kind, values);
    }

    private DType[] TypeSet()
    {
        List<DType> types = [];
        do
        {
            string word = Word();
            if (TypeNamed(word) is { } type) types.Add(type);
            else types.AddRange(TypeSets.Named(word) ?? throw Wrong("a dtype or a set of dtypes"));
        }
        while (Accept(","));
        return [.. types];
    }

    private List<string> Quoteds()
    {
        List<string> strings = [];
        do strings.Add(Quoted());
        while (Accept(","));
        return strings;
    }

    private static DType? TypeNamed(string name) => TypeSets.ByName.TryGetValue(name, out DType type) ? type : null;

    private AttributeKind KindNamed(string name) => name switch
    {
        "int" => AttributeKind.Int,
        "float" => AttributeKind.Float,
        "bool" => AttributeKind.Bool,
        "string" => AttributeKind.String,
        "type" => AttributeKind.Type,
        "shape" => AttributeKind.Shape,
        "tensor" => AttributeKind.Tensor,
        "func" => AttributeKind.Function,
        _ => throw Wrong("a kind of attribute"),
    };

    private string Quoted()
    {
        Expect("\"");
        StringBuilder value = new();
        while (at < text.Length && text[at] != '"')
        {
            char c = text[at++];
            value.Append(c != '\\' ? c : text[at++] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', char other => other });
        }

        Expect("\"");
        return value.ToString();
    }

    /// <summary>A run of letters, digits and the signs that occur in names and numbers.</summary>
    private string Word()
    {
        SkipBlanks();
        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '+' or '.' or '>' || (text[at] == '-' && Peek(1) != '>'))) at++;
        if (start == at) throw Wrong("a word");
        return text[start..at].ToString();
    }

    private readonly char Peek(int ahead) => at + ahead < text.Length ? text[at + ahead] : '\0';

    private char Peek()
    {
        SkipBlanks();
        return Peek(0);
    }

    private bool Accept(string token)
    {
        SkipBlanks();
        if (!text[at..].StartsWith(token, StringComparison.Ordinal)) return false;
        at += token.Length;
        SkipBlanks(inQuotes: token == "\"");
        return true;
    }

    private void Expect(string token)
    {
        if (!Accept(token)) throw Wrong($"'{token}'");
    }

    private void SkipBlanks(bool inQuotes = false)
    {
        while (!inQuotes && at < text.Length && text[at] == ' ') at++;
    }

    private readonly FormatException Wrong(string expected) => new($"Expected {expected} at {at} of the op definition '{text}'.");

    private readonly record struct RawArgument(string Name, string Type, string? Number, bool IsReference, string? FullType);
}

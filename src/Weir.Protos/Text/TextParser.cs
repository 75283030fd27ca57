using System.Text;

namespace Weir.Protos.Text;

/// <summary>Translates a text into the binary encoding, field by field, along a descriptor.</summary>
/// <remarks>The rules and the places of errors are those of the C++ parser, which TensorFlow's runtime and model server use.</remarks>
internal ref partial struct TextParser
{
    private readonly ByteWriter _wire;
    private readonly TextFormatOptions _options;
    private Tokenizer _tokens;
    private int _depth;

    public TextParser(ReadOnlySpan<byte> text, ByteWriter wire, TextFormatOptions options)
    {
        if (text.Length > options.MaxBytes)
            throw new TfException(StatusCode.InvalidArgument, $"The text has {text.Length} bytes; at most {options.MaxBytes} are read.");
        _wire = wire;
        _options = options;
        _tokens = new Tokenizer(text);
    }

    public void Parse(MessageSchema schema)
    {
        Span<ulong> seen = stackalloc ulong[SetFields.Words(schema)];
        SetFields fields = new(schema, seen);
        while (_tokens.Kind != TokenKind.End)
            Field(fields);
    }

    /// <summary>A message in braces or angle brackets; the caller has written the tag.</summary>
    private void Message(MessageSchema schema)
    {
        byte end = OpenMessage();
        Enter();
        int start = _wire.Begin();
        Span<ulong> seen = stackalloc ulong[SetFields.Words(schema)];
        SetFields fields = new(schema, seen);
        while (!_tokens.IsSymbol((byte)'}') && !_tokens.IsSymbol((byte)'>'))
            Field(fields);
        Take(end);
        _wire.End(start);
        _depth--;
    }

    private void Field(scoped SetFields fields)
    {
        if (_tokens.IsSymbol((byte)'['))
        {
            BracketedName(fields);
        }
        else
        {
            ExpectIdentifier();
            FieldSchema? field = fields.Schema.Find(_tokens.Current);
            if (field is null)
            {
                SkipReserved(fields.Schema);
            }
            else
            {
                _tokens.Next();
                fields.RefuseSecond(field, in _tokens);
                Separator(field);
                Values(fields, field);
            }
        }
        if (!TryTake((byte)';'))
            TryTake((byte)',');
    }

    /// <summary>The colon: needed before a scalar, allowed before a message.</summary>
    private void Separator(FieldSchema field)
    {
        if (field.IsMessage)
            TryTake((byte)':');
        else
            Take((byte)':');
    }

    private void Values(scoped SetFields fields, FieldSchema field)
    {
        if (!field.IsRepeated || !TryTake((byte)'['))
        {
            Value(fields, field);
            return;
        }
        if (TryTake((byte)']'))
            return;
        Value(fields, field);
        while (!TryTake((byte)']'))
        {
            Take((byte)',');
            Value(fields, field);
        }
    }

    private void Value(scoped SetFields fields, FieldSchema field)
    {
        bool isSet = true;
        if (field.IsMessage)
        {
            _wire.Varint(field.Tag);
            Message(field.Message);
        }
        else
        {
            isSet = Scalar(field) || field.HasPresence;
        }
        if (isSet && !field.IsRepeated)
            fields.Add(field);
    }

    private byte OpenMessage()
    {
        if (TryTake((byte)'<'))
            return (byte)'>';
        Take((byte)'{');
        return (byte)'}';
    }

    private void Enter()
    {
        if (_depth >= _options.MaxDepth)
            throw _tokens.Error($"Message is too deep, the parser exceeded the configured recursion limit of {_options.MaxDepth}.");
        _depth++;
    }

    private readonly void ExpectIdentifier()
    {
        if (_tokens.Kind != TokenKind.Identifier)
            throw _tokens.Error($"Expected identifier, got: {_tokens.CurrentText}");
    }

    private string Identifier()
    {
        ExpectIdentifier();
        string name = Encoding.UTF8.GetString(_tokens.Current);
        _tokens.Next();
        return name;
    }

    private bool TryTake(byte symbol)
    {
        if (!_tokens.IsSymbol(symbol))
            return false;
        _tokens.Next();
        return true;
    }

    private void Take(byte symbol)
    {
        if (!TryTake(symbol))
            throw _tokens.Error($"Expected \"{(char)symbol}\", found \"{_tokens.CurrentText}\".");
    }
}

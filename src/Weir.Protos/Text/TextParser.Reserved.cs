using System.Text;

namespace Weir.Protos.Text;

internal ref partial struct TextParser
{
    /// <summary>Skips a field that the message no longer has but still reserves by name; refuses any other unknown name.</summary>
    private void SkipReserved(MessageSchema schema)
    {
        string name = Encoding.UTF8.GetString(_tokens.Current);
        _tokens.Next();
        if (!schema.IsReserved(name))
            throw _tokens.Error($"Message type \"{schema.Descriptor.FullName}\" has no field named \"{name}\".");
        SkipColonAndValue();
    }

    private void SkipColonAndValue()
    {
        if (TryTake((byte)':') && !IsAtMessage)
            SkipScalar();
        else
            SkipMessage();
    }

    private readonly bool IsAtMessage => _tokens.IsSymbol((byte)'{') || _tokens.IsSymbol((byte)'<');

    private void SkipMessage()
    {
        Enter();
        byte end = OpenMessage();
        while (!_tokens.IsSymbol((byte)'}') && !_tokens.IsSymbol((byte)'>'))
            SkipField();
        Take(end);
        _depth--;
    }

    private void SkipField()
    {
        if (TryTake((byte)'['))
        {
            FullName();
            if (TryTake((byte)'/'))
                FullName();
            Take((byte)']');
        }
        else
        {
            Identifier();
        }
        SkipColonAndValue();
        if (!TryTake((byte)';'))
            TryTake((byte)',');
    }

    private void SkipScalar()
    {
        Enter();
        if (_tokens.Kind == TokenKind.String)
        {
            while (_tokens.Kind == TokenKind.String)
                _tokens.Next();
        }
        else if (TryTake((byte)'['))
        {
            SkipList();
        }
        else
        {
            SkipNumberOrWord();
        }
        _depth--;
    }

    private void SkipList()
    {
        if (TryTake((byte)']'))
            return;
        while (true)
        {
            if (IsAtMessage)
                SkipMessage();
            else
                SkipScalar();
            if (TryTake((byte)']'))
                return;
            Take((byte)',');
        }
    }

    private void SkipNumberOrWord()
    {
        bool isNegative = TryTake((byte)'-');
        if (_tokens.Kind is not (TokenKind.Integer or TokenKind.Float or TokenKind.Identifier))
            throw _tokens.Error($"Cannot skip field value, unexpected token: {_tokens.CurrentText}");
        if (isNegative && _tokens.Kind == TokenKind.Identifier)
            NamedNumber();
        _tokens.Next();
    }
}

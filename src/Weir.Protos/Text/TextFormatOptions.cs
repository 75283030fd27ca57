using Google.Protobuf.Reflection;

namespace Weir;

/// <summary>Limits and types for <see cref="TextFormat"/>. Immutable; safe to share between threads.</summary>
public sealed record TextFormatOptions
{
    /// <summary>The defaults.</summary>
    public static TextFormatOptions Default { get; } = new();

    /// <summary>The longest text that is parsed, in bytes. Default: 2 GiB - 1.</summary>
    public int MaxBytes { get; init; } = int.MaxValue;

    /// <summary>How deep messages may nest below the root, an expanded Any included. Default and largest useful value: 100,
    /// which is what protobuf's binary readers take.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>The messages that <c>[type.googleapis.com/...]</c> may name. Null, the default: <see cref="TextFormat.KnownMessages"/>.</summary>
    public TypeRegistry? AnyTypes { get; init; }

    /// <summary>Which of the printed forms of Python. Default: <see cref="TextStyle.MessageToString"/>.</summary>
    public TextStyle Style { get; init; }

    /// <summary>Print one line, fields separated by a space, instead of one line for each field. Default: false.</summary>
    public bool SingleLine { get; init; }
}

namespace Weir.Patterns;

/// <summary>A pattern as its syntax says it.</summary>
/// <param name="IsNullable">Whether it can match nothing at all.</param>
/// <param name="Copies">How often its innermost part is written out where repetitions nest.</param>
internal abstract record PatternNode(bool IsNullable, int Copies);

/// <summary>One code point of a set, in UTF-8.</summary>
internal sealed record SetNode(RuneSet Set) : PatternNode(IsNullable: false, Copies: 1);

/// <summary>One byte, whatever it is.</summary>
internal sealed record AnyByteNode() : PatternNode(IsNullable: false, Copies: 1);

/// <summary>A condition on the place between two bytes.</summary>
internal sealed record AssertionNode(Assertion Kind) : PatternNode(IsNullable: true, Copies: 1);

/// <summary>A group whose place is remembered.</summary>
internal sealed record GroupNode(int Index, PatternNode Body) : PatternNode(Body.IsNullable, Body.Copies);

/// <summary>One after the other.</summary>
internal sealed record SequenceNode(PatternNode[] Parts)
    : PatternNode(Array.TrueForAll(Parts, part => part.IsNullable), Parts.Length == 0 ? 1 : Parts.Max(part => part.Copies));

/// <summary>The first that leads to a match.</summary>
internal sealed record ChoiceNode(PatternNode[] Options)
    : PatternNode(Array.Exists(Options, option => option.IsNullable), Options.Max(option => option.Copies));

/// <summary>So many times, -1: without limit.</summary>
internal sealed record RepeatNode(PatternNode Body, int Least, int Most, bool IsGreedy)
    : PatternNode(Least == 0 || Body.IsNullable, Math.Min(MaxCopies, Math.Max(1, Math.Max(Least, Most)) * Body.Copies))
{
    /// <summary>More copies are not told apart.</summary>
    private const int MaxCopies = 10_000;
}

/// <summary>What an assertion asks of its place.</summary>
internal enum Assertion : byte
{
    BeginText,
    EndText,
    BeginLine,
    EndLine,
    WordBoundary,
    NoWordBoundary,
}

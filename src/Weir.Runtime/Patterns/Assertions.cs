namespace Weir.Patterns;

/// <summary>Which assertions hold between two bytes.</summary>
internal static class Assertions
{
    /// <summary>Stands for the byte before the text, and for the one behind it.</summary>
    public const int None = -1;

    /// <returns>A bit for each <see cref="Assertion"/>.</returns>
    public static int Between(int left, int right)
    {
        bool isBoundary = PatternProgram.IsWord(left) != PatternProgram.IsWord(right);
        return Bit(Assertion.BeginText, left == None) | Bit(Assertion.EndText, right == None)
            | Bit(Assertion.BeginLine, left is None or '\n') | Bit(Assertion.EndLine, right is None or '\n')
            | Bit(Assertion.WordBoundary, isBoundary) | Bit(Assertion.NoWordBoundary, !isBoundary);
    }

    private static int Bit(Assertion assertion, bool holds) => holds ? 1 << (int)assertion : 0;
}

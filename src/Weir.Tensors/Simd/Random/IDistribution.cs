namespace Weir.Simd;

/// <summary>Makes random elements of uniform words, always as many from as many.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface IDistribution<T>
    where T : unmanaged
{
    /// <summary>The words that an element takes: 1 or 2.</summary>
    static abstract int WordsPerElement { get; }

    /// <summary>The rough cost of an element in picoseconds, words included.</summary>
    static abstract int Picoseconds { get; }

    /// <summary>Makes elements of the words of whole blocks.</summary>
    void Make(ReadOnlySpan<uint> words, Span<T> elements);
}

namespace Weir;

/// <summary>Which of a model's versions on disk are served.</summary>
public abstract record VersionPolicy
{
    private VersionPolicy()
    {
    }

    /// <summary>The latest version alone: what is done when nothing is said.</summary>
    public static VersionPolicy Default { get; } = new Latest(1);

    /// <summary>The versions to serve.</summary>
    /// <param name="found">The numbers on disk, ascending.</param>
    internal abstract IEnumerable<long> Select(IReadOnlyList<long> found);

    /// <summary>The highest numbers.</summary>
    /// <param name="Count">How many; less than 1 means 1.</param>
    public sealed record Latest(int Count) : VersionPolicy
    {
        internal override IEnumerable<long> Select(IReadOnlyList<long> found) => found.TakeLast(Math.Max(1, Count));
    }

    /// <summary>Every version there is.</summary>
    public sealed record All : VersionPolicy
    {
        internal override IEnumerable<long> Select(IReadOnlyList<long> found) => found;
    }

    /// <summary>The versions named, as far as they are there.</summary>
    /// <param name="Versions">Their numbers.</param>
    public sealed record Specific(IReadOnlyCollection<long> Versions) : VersionPolicy
    {
        internal override IEnumerable<long> Select(IReadOnlyList<long> found) => found.Where(Versions.Contains);
    }
}

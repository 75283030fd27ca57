namespace Weir.Ops;

/// <summary>Walks two sparse tensors, each in order, together: every place that one of them has, once.</summary>
internal ref struct SparseUnion(SparseIndices a, SparseIndices b)
{
    private readonly SparseIndices a = a;
    private readonly SparseIndices b = b;
    private int nextA;
    private int nextB;

    /// <summary>Where the place is in the first; -1: nowhere.</summary>
    public int A { get; private set; }

    /// <summary>Where the place is in the second; -1: nowhere.</summary>
    public int B { get; private set; }

    /// <summary>The coordinates.</summary>
    public readonly ReadOnlySpan<long> Place => A >= 0 ? a.Row(A) : b.Row(B);

    /// <summary>The operands of a binary op, as inputs 0 to 2 and 3 to 5, whose shapes must be equal.</summary>
    public static SparseUnion Read(StepContext s)
    {
        SparseIndices a = s.Sparse(0), b = s.Sparse(3);
        s.Require(a.Rank == b.Rank, $"Operands do not have the same ranks; got shapes: {s.Input(2).Shape} and {s.Input(5).Shape}");
        for (int d = 0; d < a.Rank; d++) s.Require(a.Shape[d] == b.Shape[d], $"Operands' shapes do not match: got {a.Shape[d]} and {b.Shape[d]} for dimension {d}");
        return new SparseUnion(a, b);
    }

    public bool MoveNext()
    {
        bool hasA = nextA < a.Count, hasB = nextB < b.Count;
        if (!hasA && !hasB) return false;
        int order = !hasA ? 1 : !hasB ? -1 : a.Row(nextA).SequenceCompareTo(b.Row(nextB));
        A = order <= 0 ? nextA++ : -1;
        B = order >= 0 ? nextB++ : -1;
        return true;
    }
}

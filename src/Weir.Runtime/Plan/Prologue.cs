using Weir.Sessions;

namespace Weir.Plans;

/// <summary>All that a plan computes from constants and unwritten variables: made once, read by every run, remade when a variable changes.</summary>
/// <remarks>Counted: a run that began with an old prologue keeps it until it ends. Thread-safe.</remarks>
internal sealed class Prologue(
    Tensor?[] values, object?[] prepared, PreparationCache.Entry[] preparations, VariableVersion[] sources)
{
    private int uses = 1;

    /// <summary>The prologue of plans that have none.</summary>
    public static Prologue Empty { get; } = new([], [], [], []);

    public Tensor?[] Values => values;

    /// <summary>For each value why there is none; null: all are there.</summary>
    public TfException?[]? Failures { get; init; }

    public object?[] Prepared => prepared;

    /// <summary>Whether no variable it was made from has been assigned since.</summary>
    public bool IsCurrent
    {
        get
        {
            foreach (VariableVersion source in sources)
            {
                if (source.Variable.Version != source.Version) return false;
            }

            return true;
        }
    }

    /// <summary>A value that somebody needs.</summary>
    /// <exception cref="TfException">Making it failed.</exception>
    public Tensor Value(int index) => values[index] ?? throw Failure(index);

    public bool TryUse()
    {
        int seen = Volatile.Read(ref uses);
        while (seen > 0)
        {
            int found = Interlocked.CompareExchange(ref uses, seen + 1, seen);
            if (found == seen) return true;
            seen = found;
        }

        return false;
    }

    public void Release()
    {
        if (ReferenceEquals(this, Empty) || Interlocked.Decrement(ref uses) > 0) return;
        foreach (Tensor? value in values) value?.Dispose();
        foreach (PreparationCache.Entry preparation in preparations) preparation.Dispose();
    }

    private TfException Failure(int index) => new(Failures![index]!.Code, Failures[index]!.Message, Failures[index]);
}

/// <summary>A variable and the version of it that was read.</summary>
internal readonly record struct VariableVersion(VariableCell Variable, long Version);

namespace Weir.Patterns;

/// <summary>A program as a deterministic automaton whose states are made when they are first met.</summary>
/// <remarks>
/// A state is a list of places in the program, in the order of preference, and what kind of byte came last. A step looks at the next byte
/// before it decides on assertions and matches; the end of the text is a byte of its own. Not thread-safe.
/// </remarks>
internal sealed class LazyAutomaton(PatternProgram program, bool isLongest)
{
    private const int Dead = 0;
    private const int Unknown = -1;

    /// <summary>More states than this are forgotten: a pattern can not fill the memory.</summary>
    private const int MaxStates = 4096;

    private readonly int width = program.ClassCount + 1;
    private readonly Dictionary<StateKey, int> numbers = [];
    private readonly List<StateKey> states = [];
    private readonly ThreadList reached = new(program);
    private readonly ThreadList expanded = new(program);
    private readonly int[] starts = new int[257];
    private int[] steps = [];

    /// <summary>Runs over a text: forwards from a place, or backwards.</summary>
    /// <param name="text">The whole text, which assertions look at.</param>
    /// <param name="from">The place to start.</param>
    /// <param name="to">The place to stop: not before <paramref name="from"/> in the direction of the program.</param>
    /// <param name="onlyAtEnd">Whether a match counts only at <paramref name="to"/>.</param>
    /// <returns>The last place at which the program matched; -1: none.</returns>
    public int Run(ReadOnlySpan<byte> text, int from, int to, bool onlyAtEnd)
    {
        byte[] classes = program.Classes;
        int direction = program.IsReversed ? -1 : 1;
        int look = program.IsReversed ? -1 : 0;
        int found = -1;
        int state = Start(program.IsReversed ? (from < text.Length ? text[from] : Assertions.None) : from > 0 ? text[from - 1] : Assertions.None);
        int[] table = steps;
        int step;
        for (int at = from; at != to; at += direction)
        {
            int next = text[at + look];
            step = table[(state * width) + classes[next]];
            if (step == Unknown)
            {
                step = Make(state, next, classes[next]);
                table = steps;
            }

            if ((step & 1) != 0 && !onlyAtEnd) found = at;
            state = step >> 1;
            if (state == Dead) return found;
        }

        int last = NextAtEnd(text, to);
        int symbol = last < 0 ? program.ClassCount : classes[last];
        step = table[(state * width) + symbol];
        if (step == Unknown) step = Make(state, last, symbol);
        return (step & 1) != 0 ? to : found;
    }

    /// <summary>The byte behind the last one that may be taken, for assertions.</summary>
    private int NextAtEnd(ReadOnlySpan<byte> text, int at) => program.IsReversed
        ? at > 0 ? text[at - 1] : Assertions.None
        : at < text.Length ? text[at] : Assertions.None;

    private int Start(int previous)
    {
        if (states.Count == 0 || states.Count > MaxStates) Reset();
        ref int start = ref starts[previous + 1];
        if (start != Dead) return start;
        reached.Clear();
        reached.Add(program.Start, holds: null);
        start = Number(Kind(previous));
        return start;
    }

    /// <summary>Makes the step from a state by a byte: the next state, and as its last bit whether the program matches before the byte.</summary>
    private int Make(int state, int next, int symbol)
    {
        StateKey key = states[state];
        ReadOnlySpan<int> places = key.Places;
        if (key.HasAssertions)
        {
            int previous = key.Kind;
            int holds = program.IsReversed ? Assertions.Between(next, previous) : Assertions.Between(previous, next);
            expanded.Clear();
            foreach (int place in key.Places) expanded.Add(place, holds);
            places = expanded.Places;
        }

        bool matches = false;
        reached.Clear();
        foreach (int place in places)
        {
            PatternInstruction instruction = program.Instructions[place];
            if (instruction.Op == PatternOp.Match)
            {
                matches = true;
                if (!isLongest) break;
            }
            else if (next >= instruction.First && next <= instruction.Last && instruction.Op == PatternOp.Byte)
            {
                reached.Add(instruction.Next, holds: null);
            }
        }

        if (states.Count > MaxStates)
        {
            // The step is not kept: the state that it would belong to is about to be forgotten.
            Reset();
            return (Number(Kind(next)) << 1) | (matches ? 1 : 0);
        }

        int step = (Number(Kind(next)) << 1) | (matches ? 1 : 0);
        steps[(state * width) + symbol] = step;
        return step;
    }

    /// <summary>A byte that assertions can not tell from the last one; all the same where there are none.</summary>
    private int Kind(int value) => !program.HasAssertions ? 'a' : value is Assertions.None or '\n' ? value : PatternProgram.IsWord(value) ? 'a' : ' ';

    /// <summary>The number of the state that the places reached are.</summary>
    private int Number(int kind)
    {
        if (reached.Count == 0) return Dead;
        StateKey key = new(reached.Places.ToArray(), kind, program);
        if (numbers.TryGetValue(key, out int number)) return number;
        return AddState(key);
    }

    private int AddState(StateKey key)
    {
        int number = states.Count;
        states.Add(key);
        numbers[key] = number;
        if (steps.Length < states.Count * width)
        {
            int old = steps.Length;
            Array.Resize(ref steps, Math.Max(16 * width, steps.Length * 2));
            steps.AsSpan(old).Fill(Unknown);
        }

        return number;
    }

    private void Reset()
    {
        numbers.Clear();
        states.Clear();
        Array.Clear(starts);
        steps.AsSpan().Fill(Unknown);
        AddState(new StateKey([], 0, program));
    }

    private sealed class StateKey(int[] places, int kind, PatternProgram program) : IEquatable<StateKey>
    {
        public int[] Places => places;

        public int Kind => kind;

        public bool HasAssertions { get; } = Array.Exists(places, place => program.Instructions[place].Op == PatternOp.Assert);

        public bool Equals(StateKey? other) => other is not null && kind == other.Kind && places.AsSpan().SequenceEqual(other.Places);

        public override bool Equals(object? obj) => Equals(obj as StateKey);

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(kind);
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(places.AsSpan()));
            return hash.ToHashCode();
        }
    }
}

namespace Weir.Patterns;

/// <summary>Finds where the groups of a match are: all ways at once, each with its own places, in time linear in program and match.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class GroupFinder(PatternProgram program, int groupCount)
{
    private readonly int slots = 2 * (groupCount + 1);
    private readonly Stack<(int Place, int Slot, int Value)> pending = new();
    private Threads now = new(program, 2 * (groupCount + 1));
    private Threads next = new(program, 2 * (groupCount + 1));

    /// <summary>Finds the groups of the match that begins at a place.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="groups">For each group where it begins and ends, -1 for one that took no part; group 0 is the match.</param>
    public void Find(ReadOnlySpan<byte> text, int start, int end, Span<int> groups)
    {
        groups.Fill(-1);
        Span<int> current = slots <= 64 ? stackalloc int[slots] : new int[slots];
        now.Clear();
        current.Fill(-1);
        Add(now, program.Start, text, start, current);
        for (int at = start; now.Count > 0; at++)
        {
            next.Clear();
            for (int i = 0; i < now.Count; i++)
            {
                PatternInstruction instruction = program.Instructions[now.Place(i)];
                if (instruction.Op == PatternOp.Match)
                {
                    now.Slots(i).CopyTo(groups);
                    break;
                }

                if (at >= end || text[at] < instruction.First || text[at] > instruction.Last) continue;
                now.Slots(i).CopyTo(current);
                Add(next, instruction.Next, text, at + 1, current);
            }

            (now, next) = (next, now);
        }
    }

    private void Add(Threads threads, int start, ReadOnlySpan<byte> text, int at, Span<int> current)
    {
        int holds = program.HasAssertions ? Assertions.Between(at > 0 ? text[at - 1] : Assertions.None, at < text.Length ? text[at] : Assertions.None) : 0;
        pending.Push((start, -1, 0));
        while (pending.TryPop(out (int Place, int Slot, int Value) item))
        {
            if (item.Slot >= 0)
            {
                current[item.Slot] = item.Value;
                continue;
            }

            if (!threads.TryMark(item.Place)) continue;
            PatternInstruction instruction = program.Instructions[item.Place];
            switch (instruction.Op)
            {
                case PatternOp.Split:
                    pending.Push((instruction.Other, -1, 0));
                    pending.Push((instruction.Next, -1, 0));
                    break;
                case PatternOp.Save:
                    pending.Push((0, instruction.Other, current[instruction.Other]));
                    current[instruction.Other] = at;
                    pending.Push((instruction.Next, -1, 0));
                    break;
                case PatternOp.Assert:
                    if ((holds >> instruction.First & 1) != 0) pending.Push((instruction.Next, -1, 0));
                    break;
                case PatternOp.Fail:
                    break;
                default:
                    threads.Append(item.Place, current);
                    break;
            }
        }
    }

    /// <summary>Places in the program with the groups' places so far.</summary>
    private sealed class Threads(PatternProgram program, int slots)
    {
        private readonly int[] marks = new int[program.Instructions.Length];
        private readonly List<int> places = [];
        private int[] values = [];
        private int mark;

        public int Count => places.Count;

        public int Place(int index) => places[index];

        public Span<int> Slots(int index) => values.AsSpan(index * slots, slots);

        public void Clear()
        {
            places.Clear();
            mark++;
        }

        public bool TryMark(int place)
        {
            if (marks[place] == mark) return false;
            marks[place] = mark;
            return true;
        }

        public void Append(int place, ReadOnlySpan<int> current)
        {
            if (values.Length < (places.Count + 1) * slots) Array.Resize(ref values, Math.Max(values.Length * 2, 16 * slots));
            current.CopyTo(values.AsSpan(places.Count * slots));
            places.Add(place);
        }
    }
}

namespace Weir.Patterns;

/// <summary>Places in a program, each once, in the order of preference; a pattern's instructions are followed as far as they take no byte.</summary>
internal sealed class ThreadList(PatternProgram program)
{
    private readonly int[] marks = new int[program.Instructions.Length];
    private readonly int[] places = new int[program.Instructions.Length];
    private readonly Stack<int> pending = new();
    private int mark;

    public int Count { get; private set; }

    public ReadOnlySpan<int> Places => places.AsSpan(0, Count);

    public void Clear()
    {
        Count = 0;
        if (++mark != int.MaxValue) return;
        Array.Clear(marks);
        mark = 1;
    }

    /// <summary>Adds a place and all that is reached from it without a byte.</summary>
    /// <param name="start">The place.</param>
    /// <param name="holds">The assertions that hold, a bit each; null: it is not known yet, and they are kept in the list.</param>
    public void Add(int start, int? holds)
    {
        pending.Push(start);
        while (pending.TryPop(out int place))
        {
            if (marks[place] == mark) continue;
            marks[place] = mark;
            PatternInstruction instruction = program.Instructions[place];
            switch (instruction.Op)
            {
                case PatternOp.Split:
                    pending.Push(instruction.Other);
                    pending.Push(instruction.Next);
                    break;
                case PatternOp.Save:
                    pending.Push(instruction.Next);
                    break;
                case PatternOp.Assert when holds is { } bits:
                    if ((bits >> instruction.First & 1) != 0) pending.Push(instruction.Next);
                    break;
                case PatternOp.Fail:
                    break;
                default:
                    places[Count++] = place;
                    break;
            }
        }
    }
}

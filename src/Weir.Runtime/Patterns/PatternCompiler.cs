using System.Runtime.CompilerServices;

namespace Weir.Patterns;

/// <summary>Makes programs of patterns, from the last instruction to the first: each part knows what follows it.</summary>
internal sealed class PatternCompiler
{
    /// <summary>As many as RE2's memory limit allows.</summary>
    private const int MaxInstructions = 1 << 17;

    private readonly List<PatternInstruction> instructions = [];
    private readonly Dictionary<PatternInstruction, int> bytes = [];
    private readonly bool isReversed;

    private PatternCompiler(bool isReversed) => this.isReversed = isReversed;

    /// <summary>The program that runs forwards from where it is started.</summary>
    public static PatternProgram Anchored(PatternNode node)
    {
        PatternCompiler compiler = new(isReversed: false);
        int start = compiler.Add(PatternOp.Save, next: compiler.Compile(node, compiler.Add(PatternOp.Save, next: compiler.Add(PatternOp.Match), other: 1)), other: 0);
        return compiler.Finish(start);
    }

    /// <summary>The program that begins anew at every byte, which is what it likes least.</summary>
    public static PatternProgram Unanchored(PatternNode node)
    {
        PatternCompiler compiler = new(isReversed: false);
        int body = compiler.Compile(node, compiler.Add(PatternOp.Match));
        int loop = compiler.Add(PatternOp.Split);
        compiler.Patch(loop, body, compiler.AddByte(0, 255, loop));
        return compiler.Finish(loop);
    }

    /// <summary>The program that runs backwards from where a match ends.</summary>
    public static PatternProgram Reversed(PatternNode node)
    {
        PatternCompiler compiler = new(isReversed: true);
        return compiler.Finish(compiler.Compile(node, compiler.Add(PatternOp.Match)));
    }

    private PatternProgram Finish(int start) => new([.. instructions], start, isReversed);

    /// <summary>Adds a part's instructions.</summary>
    /// <returns>Where it begins; it goes on at <paramref name="next"/>.</returns>
    private int Compile(PatternNode node, int next)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TfException(StatusCode.InvalidArgument, "Invalid pattern: too deeply nested");
        }

        switch (node)
        {
            case SetNode set:
                return CompileSet(set.Set, next);
            case AnyByteNode:
                return AddByte(0, 255, next);
            case AssertionNode assertion:
                return Add(PatternOp.Assert, (byte)assertion.Kind, next: next);
            case GroupNode group when isReversed:
                return Compile(group.Body, next);
            case GroupNode group:
                return Add(PatternOp.Save, next: Compile(group.Body, Add(PatternOp.Save, next: next, other: (2 * group.Index) + 1)), other: 2 * group.Index);
            case SequenceNode sequence:
                foreach (PatternNode part in isReversed ? sequence.Parts : sequence.Parts.Reverse()) next = Compile(part, next);
                return next;
            case ChoiceNode choice:
                int start = Compile(choice.Options[^1], next);
                for (int i = choice.Options.Length - 2; i >= 0; i--) start = Add(PatternOp.Split, next: Compile(choice.Options[i], next), other: start);
                return start;
            default:
                return CompileRepeat((RepeatNode)node, next);
        }
    }

    private int CompileRepeat(RepeatNode repeat, int next)
    {
        if (repeat.Most < 0)
        {
            next = repeat.Least == 0 ? CompileStar(repeat, next) : CompilePlus(repeat, next);
        }
        else
        {
            int end = next;
            for (int i = repeat.Least; i < repeat.Most; i++) next = Branch(repeat, Compile(repeat.Body, next), end);
        }

        int before = repeat.Most < 0 ? repeat.Least - 1 : repeat.Least;
        for (int i = 0; i < before; i++) next = Compile(repeat.Body, next);
        return next;
    }

    private int CompilePlus(RepeatNode repeat, int next)
    {
        int loop = Add(PatternOp.Split);
        int body = Compile(repeat.Body, loop);
        Patch(loop, repeat.IsGreedy ? body : next, repeat.IsGreedy ? next : body);
        return body;
    }

    /// <remarks>A body that may match nothing must be tried once before its loop: otherwise the order of preference is lost in the loop.</remarks>
    private int CompileStar(RepeatNode repeat, int next)
    {
        if (repeat.Body.IsNullable) return Branch(repeat, CompilePlus(repeat, next), next);
        int loop = Add(PatternOp.Split);
        int body = Compile(repeat.Body, loop);
        Patch(loop, repeat.IsGreedy ? body : next, repeat.IsGreedy ? next : body);
        return loop;
    }

    private int Branch(RepeatNode repeat, int body, int next) =>
        Add(PatternOp.Split, next: repeat.IsGreedy ? body : next, other: repeat.IsGreedy ? next : body);

    private int CompileSet(RuneSet set, int next)
    {
        int start = -1;
        foreach ((int first, int last) in set.Ranges)
        {
            Utf8Ranges.Split(first, last, sequence =>
            {
                int at = next;
                for (int i = 0; i < sequence.Length; i++)
                {
                    (byte from, byte to) = sequence[isReversed ? i : sequence.Length - 1 - i];
                    at = AddByte(from, to, at);
                }

                start = start < 0 || start == at ? at : Add(PatternOp.Split, next: at, other: start);
            });
        }

        return start >= 0 ? start : Add(PatternOp.Fail);
    }

    /// <summary>Adds a range of bytes, or finds the same one with the same future.</summary>
    private int AddByte(byte first, byte last, int next)
    {
        PatternInstruction instruction = new(PatternOp.Byte, first, last, next, 0);
        if (!bytes.TryGetValue(instruction, out int at)) bytes[instruction] = at = Add(PatternOp.Byte, first, last, next);
        return at;
    }

    private int Add(PatternOp op, byte first = 0, byte last = 0, int next = 0, int other = 0)
    {
        if (instructions.Count >= MaxInstructions)
        {
            throw new TfException(StatusCode.InvalidArgument, "Invalid pattern: pattern too large - compile failed");
        }

        instructions.Add(new PatternInstruction(op, first, last, next, other));
        return instructions.Count - 1;
    }

    private void Patch(int split, int next, int other) => instructions[split] = new PatternInstruction(PatternOp.Split, 0, 0, next, other);
}

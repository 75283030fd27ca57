namespace Weir.Patterns;

/// <summary>What an instruction of a program does.</summary>
internal enum PatternOp : byte
{
    /// <summary>Takes a byte of a range.</summary>
    Byte,

    /// <summary>Goes on in two places, of which the first is preferred.</summary>
    Split,

    /// <summary>Goes on where a condition holds.</summary>
    Assert,

    /// <summary>Notes the place.</summary>
    Save,

    /// <summary>The pattern has matched.</summary>
    Match,

    /// <summary>Goes on nowhere.</summary>
    Fail,
}

/// <summary>One instruction.</summary>
/// <param name="Op">What it does.</param>
/// <param name="First">The first byte of the range; an <see cref="Assertion"/>.</param>
/// <param name="Last">The last byte.</param>
/// <param name="Next">Where it goes on.</param>
/// <param name="Other">The second place of a split; the slot of a save.</param>
internal readonly record struct PatternInstruction(PatternOp Op, byte First, byte Last, int Next, int Other);

/// <summary>A pattern as instructions on bytes, forwards or, to find where a match begins, backwards.</summary>
internal sealed class PatternProgram
{
    public PatternProgram(PatternInstruction[] instructions, int start, bool isReversed)
    {
        Instructions = instructions;
        Start = start;
        IsReversed = isReversed;
        HasAssertions = Array.Exists(instructions, instruction => instruction.Op == PatternOp.Assert);
        (Classes, ClassCount) = MakeClasses();
    }

    public PatternInstruction[] Instructions { get; }

    public int Start { get; }

    public bool IsReversed { get; }

    public bool HasAssertions { get; }

    /// <summary>Bytes that no instruction tells apart have one number.</summary>
    public byte[] Classes { get; }

    public int ClassCount { get; }

    public static bool IsWord(int value) => value is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_';

    private (byte[] Classes, int Count) MakeClasses()
    {
        bool[] begins = new bool[257];
        foreach (PatternInstruction instruction in Instructions)
        {
            if (instruction.Op == PatternOp.Byte) begins[instruction.First] = begins[instruction.Last + 1] = true;
        }

        for (int value = 1; HasAssertions && value < 256; value++)
        {
            if (IsWord(value) != IsWord(value - 1) || value is '\n' or '\n' + 1) begins[value] = true;
        }

        byte[] classes = new byte[256];
        int count = 0;
        for (int value = 0; value < 256; value++)
        {
            if (value > 0 && begins[value]) count++;
            classes[value] = (byte)count;
        }

        return (classes, count + 1);
    }
}

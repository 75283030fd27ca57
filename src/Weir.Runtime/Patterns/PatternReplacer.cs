using System.Buffers;
using System.Text;

namespace Weir.Patterns;

/// <summary>Replaces matches by a text in which <c>\0</c> is the match, <c>\1</c> to <c>\9</c> its groups and <c>\\</c> a backslash.</summary>
/// <remarks>
/// Source: RE2's GlobalReplace and Replace. A text with any other escape is used up to it, but by the replacement of the first match not at
/// all; one that names a group which the pattern lacks replaces nothing. One user at a time.
/// </remarks>
internal sealed class PatternReplacer
{
    private readonly PatternMatcher matcher;
    private readonly byte[] rewrite;
    private readonly bool isGlobal;
    private readonly bool isPossible;
    private readonly int[] places;
    private readonly ArrayBufferWriter<byte> output = new();

    public PatternReplacer(BytePattern pattern, byte[] rewrite, bool isGlobal)
    {
        matcher = new PatternMatcher(pattern);
        this.rewrite = rewrite;
        this.isGlobal = isGlobal;
        int highest = HighestGroup(rewrite);
        isPossible = highest <= pattern.GroupCount && (isGlobal || IsWellFormed(rewrite));
        places = new int[highest == 0 ? 2 : 2 * (pattern.GroupCount + 1)];
    }

    /// <summary>The text with its matches replaced: the same array if there are none.</summary>
    public byte[] Replace(byte[] text)
    {
        if (!isPossible) return text;
        output.ResetWrittenCount();
        return isGlobal ? ReplaceAll(text) : ReplaceFirst(text);
    }

    private byte[] ReplaceFirst(byte[] text)
    {
        if (!matcher.TryFind(text, 0, out int start, out int end)) return text;
        output.Write(text.AsSpan(0, start));
        Expand(text, start, end);
        output.Write(text.AsSpan(end));
        return output.WrittenSpan.ToArray();
    }

    private byte[] ReplaceAll(byte[] text)
    {
        int at = 0, lastEnd = -1, count = 0;
        while (at <= text.Length && matcher.TryFind(text, at, out int start, out int end))
        {
            output.Write(text.AsSpan(at, start - at));
            if (start == lastEnd && start == end)
            {
                // An empty match right behind the last match does not count.
                if (start == text.Length) break;
                int length = Rune.DecodeFromUtf8(text.AsSpan(start), out _, out int bytes) == OperationStatus.Done ? bytes : 1;
                output.Write(text.AsSpan(start, length));
                at = start + length;
                continue;
            }

            Expand(text, start, end);
            at = lastEnd = end;
            count++;
        }

        if (count == 0) return text;
        if (at < text.Length) output.Write(text.AsSpan(at));
        return output.WrittenSpan.ToArray();
    }

    private void Expand(byte[] text, int start, int end)
    {
        matcher.FindGroups(text, start, end, places);
        for (int i = 0; i < rewrite.Length; i++)
        {
            if (rewrite[i] != '\\')
            {
                output.Write(rewrite.AsSpan(i, 1));
                continue;
            }

            if (++i == rewrite.Length) return;
            if (rewrite[i] == '\\')
            {
                output.Write(rewrite.AsSpan(i, 1));
            }
            else if (char.IsAsciiDigit((char)rewrite[i]))
            {
                int group = rewrite[i] - '0';
                if (places[2 * group] >= 0) output.Write(text.AsSpan(places[2 * group]..places[(2 * group) + 1]));
            }
            else
            {
                return;
            }
        }
    }

    private static int HighestGroup(ReadOnlySpan<byte> rewrite)
    {
        int highest = 0;
        for (int i = 0; i + 1 < rewrite.Length; i++)
        {
            if (rewrite[i] == '\\' && char.IsAsciiDigit((char)rewrite[++i])) highest = Math.Max(highest, rewrite[i] - '0');
        }

        return highest;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> rewrite)
    {
        for (int i = 0; i < rewrite.Length; i++)
        {
            if (rewrite[i] == '\\' && (++i == rewrite.Length || (rewrite[i] != '\\' && !char.IsAsciiDigit((char)rewrite[i])))) return false;
        }

        return true;
    }
}

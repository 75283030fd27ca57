namespace Weir.Ops;

/// <summary>Finds files by patterns, folder by folder.</summary>
internal static class FilePattern
{
    private const string Signs = "*?[\\";

    /// <summary>The paths that a pattern matches; none where a folder on the way is missing.</summary>
    public static IEnumerable<string> Find(IModelFileSystem files, string pattern)
    {
        if (pattern.AsSpan().IndexOfAny(Signs) < 0) return files.FileExists(pattern) || files.DirectoryExists(pattern) ? [pattern] : [];
        string[] parts = pattern.Split('/');
        int first = Array.FindIndex(parts, part => part.AsSpan().IndexOfAny(Signs) >= 0);
        IEnumerable<string> found = [string.Join('/', parts[..first])];
        if (first == 1 && parts[0].Length == 0) found = ["/"];
        for (int i = first; i < parts.Length; i++)
        {
            string part = parts[i];
            found = [.. found.Where(files.DirectoryExists).SelectMany(folder => files.List(folder).Where(name => IsMatch(part, name)).Select(name => Join(folder, name)))];
        }

        return found;
    }

    private static string Join(string folder, string name) => folder.Length == 0 || folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    /// <summary>Whether a name matches a pattern. A star is tried once more at each place: linear for one, quadratic for many.</summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, mark = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = n;
            }
            else if (p < pattern.Length && TryOne(pattern[p..], name[n], out int length))
            {
                p += length;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    /// <summary>Whether the pattern begins with what matches one sign.</summary>
    private static bool TryOne(ReadOnlySpan<char> pattern, char sign, out int length)
    {
        length = 1;
        if (pattern[0] == '?') return true;
        if (pattern[0] == '\\' && pattern.Length > 1)
        {
            length = 2;
            return pattern[1] == sign;
        }

        int end = pattern[0] == '[' ? pattern[1..].IndexOf(']') : -1;
        if (end < 1) return pattern[0] == sign;
        length = end + 2;
        ReadOnlySpan<char> set = pattern.Slice(1, end);
        bool isNegated = set[0] is '^' or '!';
        if (isNegated) set = set[1..];
        for (int i = 0; i < set.Length; i++)
        {
            bool isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? sign >= set[i] && sign <= set[i + 2] : sign == set[i]) return !isNegated;
            if (isRange) i += 2;
        }

        return isNegated;
    }
}

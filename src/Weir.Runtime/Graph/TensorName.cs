using System.Globalization;

namespace Weir.Graphs;

/// <summary>The names of edges: <c>x</c>, <c>x:1</c>, <c>^x</c>.</summary>
internal static class TensorName
{
    /// <summary>Splits a name; an index of -1 stands for a control edge.</summary>
    public static bool TryParse(string name, out string node, out int index)
    {
        index = 0;
        node = name;
        if (name.Length == 0) return false;
        if (name[0] == '^')
        {
            node = name[1..];
            index = -1;
            return node.Length > 0;
        }

        int colon = name.LastIndexOf(':');
        if (colon < 0) return true;
        node = name[..colon];
        return colon > 0 && int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    /// <summary>Whether this may name a node: letters, digits and <c>_.-/&gt;</c>, beginning with a letter, a digit or a point.</summary>
    public static bool IsValidNode(string name)
    {
        if (name.Length == 0 || !(char.IsAsciiLetterOrDigit(name[0]) || name[0] == '.')) return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-' or '/' or '>')) return false;
        }

        return true;
    }
}

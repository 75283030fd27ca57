using System.Text;

namespace Weir.Printing;

/// <summary>Fills lines with words; a word that does not fit begins a new line.</summary>
internal sealed class LineBreaker(string indent, bool isLegacy113)
{
    private readonly StringBuilder done = new();
    private readonly StringBuilder line = new(indent);

    /// <summary>The characters of a line.</summary>
    public int Width { get; set; }

    public void Add(string word)
    {
        // A word that is too long for any line stays where it is; numpy 1.13 broke before it all the same.
        if (line.Length + word.Length > Width && (isLegacy113 || line.Length > indent.Length))
        {
            done.Append(line.ToString().TrimEnd()).Append('\n');
            line.Clear().Append(indent);
        }

        line.Append(word);
    }

    public void Separate(string separator) => line.Append(separator);

    public override string ToString() => done.Append(line).ToString();
}

namespace Weir.Ops;

/// <summary>The pieces of a batch of strings as a sparse matrix: indices, values, shape. Kept from run to run.</summary>
internal sealed class SplitStrings
{
    private readonly List<(int Row, int Column)> places = [];
    private readonly List<byte[]> pieces = [];
    private int row = -1;
    private int column;
    private int longest;

    public void BeginRow()
    {
        row++;
        column = 0;
    }

    public void Add(ReadOnlySpan<byte> piece)
    {
        places.Add((row, column++));
        pieces.Add(piece.ToArray());
        longest = Math.Max(longest, column);
    }

    /// <summary>Writes the three outputs.</summary>
    public void Write(StepContext s)
    {
        Span<long> indices = s.Output(0, places.Count, 2).Elements<long>();
        byte[][] values = s.Output(1, places.Count).Strings;
        for (int i = 0; i < places.Count; i++)
        {
            (indices[2 * i], indices[(2 * i) + 1]) = places[i];
            values[i] = pieces[i];
        }

        Span<long> shape = s.Output(2, 2).Elements<long>();
        (shape[0], shape[1]) = (row + 1, longest);
    }

    /// <summary>The shape rule.</summary>
    public static void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 1);
        c.WithRank(1, 0);
        c.Output(0, Shape.Of(-1, 2));
        c.Output(1, Shape.OfRank(1));
        c.Output(2, Shape.Of(2));
    }
}

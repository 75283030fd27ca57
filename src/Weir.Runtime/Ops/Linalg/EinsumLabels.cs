namespace Weir.Ops;

/// <summary>The dimensions of an Einsum by number: each letter is one, and each dimension under the ellipsis, which align at their ends.</summary>
/// <remarks>Lives on the stack. Numbers below <see cref="Broadcasting"/> are letters.</remarks>
internal ref struct EinsumLabels
{
    /// <summary>The number of the last dimension under the ellipsis; those before it follow.</summary>
    public const int Broadcasting = 128;

    /// <summary>How many numbers there may be.</summary>
    public const int Limit = Broadcasting + Shape.MaxRank;

    private readonly Span<long> sizes;

    /// <param name="sizes">Room for <see cref="Limit"/> sizes.</param>
    public EinsumLabels(Span<long> sizes)
    {
        this.sizes = sizes;
        sizes.Fill(-1);
    }

    /// <summary>How many dimensions are under the ellipsis.</summary>
    public int BroadcastRank { get; private set; }

    /// <summary>The size of a dimension; -1 if no operand has it, or it is not known.</summary>
    public readonly long this[int label] => sizes[label];

    /// <summary>Numbers the dimensions of an operand and learns their sizes; -1 is unknown.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the rank is wrong, or a size is other than before.</exception>
    public void Read(string subscripts, int operand, Shape shape, Span<int> labels)
    {
        int letters = subscripts.Length;
        int place = subscripts.IndexOf(EinsumEquation.Ellipsis);
        int under = 0;
        if (place >= 0)
        {
            under = shape.Rank - --letters;
            if (under < 0) throw Wrong($"Expected input {operand} to have rank at least {letters} but got: {shape.Rank}");
            BroadcastRank = Math.Max(BroadcastRank, under);
        }
        else if (shape.Rank != letters)
        {
            throw Wrong($"Expected input {operand} to have rank {letters} but got: {shape.Rank}");
        }

        for (int axis = 0, at = 0; at < subscripts.Length; at++)
        {
            if (at != place)
            {
                char letter = subscripts[at];
                if (letter >= Broadcasting) throw Wrong($"The label '{letter}' is not a letter.");
                Learn(letter, shape, axis, labels);
                axis++;
                continue;
            }

            for (int i = under - 1; i >= 0; i--, axis++) Broadcast(Broadcasting + i, shape, axis, labels);
        }
    }

    private readonly void Learn(int label, Shape shape, int axis, Span<int> labels)
    {
        labels[axis] = label;
        long size = shape[axis];
        if (sizes[label] == -1) sizes[label] = size;
        else if (size != -1 && size != sizes[label]) throw Wrong($"Expected dimension {sizes[label]} at axis {axis} of the input shaped {shape} but got dimension {size}");
    }

    private readonly void Broadcast(int label, Shape shape, int axis, Span<int> labels)
    {
        labels[axis] = label;
        (long size, long known) = (shape[axis], sizes[label]);
        if (known is -1 or 1) sizes[label] = size == -1 && known == 1 ? -1 : size;
        else if (size is not (-1 or 1) && size != known) throw Wrong($"Invalid broadcasting dimensions: {known} vs. {size} at axis {axis} of the input shaped {shape}");
    }

    /// <summary>Numbers the dimensions of the result.</summary>
    /// <returns>How many they are.</returns>
    public readonly int ReadOutput(string subscripts, Span<int> labels)
    {
        int rank = 0;
        bool covers = false;
        foreach (char letter in subscripts)
        {
            if (letter != EinsumEquation.Ellipsis)
            {
                labels[rank++] = letter;
                continue;
            }

            covers = true;
            for (int i = BroadcastRank - 1; i >= 0; i--) labels[rank++] = Broadcasting + i;
        }

        return covers || BroadcastRank == 0 ? rank
            : throw Wrong($"Output contains {BroadcastRank} broadcasting dimension(s) but no ellipsis (...) was found in the output subscripts.");
    }

    private static TfException Wrong(string message) => new(StatusCode.InvalidArgument, message);
}

using Weir.Graphs;

namespace Weir.Ops;

/// <summary>What a shape rule sees of a node, and where it says the outputs' shapes.</summary>
internal sealed class ShapeContext(Operation operation)
{
    /// <summary>Constants longer than this do not matter to shapes.</summary>
    public const int MaxConstant = 1024;

    public Operation Operation { get; } = operation;

    public AttributeList Attributes => Operation.Attributes;

    public int InputCount => Operation.InputEdges.Length;

    public int OutputCount => Operation.OutputCount;

    public Shape Input(int index) => Operation.InputEdges[index].Shape;

    /// <summary>The value of an integer input where it follows from the graph, with null for an element that is not known.</summary>
    public long?[]? Integers(int input)
    {
        Output edge = Operation.InputEdges[input];
        return edge.Index == 0 ? edge.Operation.Integers : null;
    }

    /// <summary>The shape that an integer vector says, with -1 for sizes that are not known; of unknown rank if nothing is.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: not a vector, or a negative size.</exception>
    public Shape ShapeFrom(int input)
    {
        Shape vector = WithRank(input, 1);
        if (Integers(input) is not { } sizes) return Shape.OfRank(vector[0] is >= 0 and <= Shape.MaxRank ? (int)vector[0] : -1);
        foreach (long? size in sizes) Require(size is null or >= -1, $"Invalid value in tensor used for shape: {size}");
        return Shape.Of(Array.ConvertAll(sizes, size => size ?? -1));
    }

    /// <summary>The value of an integer input, known whole.</summary>
    public bool TryConstant(int input, out long[] values)
    {
        long?[]? known = Integers(input);
        bool whole = known is not null && Array.TrueForAll(known, value => value.HasValue);
        values = whole ? Array.ConvertAll(known!, value => value!.Value) : [];
        return whole;
    }

    /// <summary>The value of an input that is a constant of the graph; null: it is none.</summary>
    public Tensor? Constant(int input) =>
        Operation.InputEdges[input].Operation is { } source && OpTable.Find(source.Type) is Const ? source.Attributes.Find("value") as Tensor : null;

    public void Output(int index, Shape shape) => Operation.OutputShapes[index] = shape;

    /// <summary>The same shape for every output.</summary>
    public void AllOutputs(Shape shape) => Array.Fill(Operation.OutputShapes, shape);

    /// <summary>The input's shape, once its rank is known to be this.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the rank is known to differ.</exception>
    public Shape WithRank(int input, int rank)
    {
        Shape shape = Input(input);
        if (!shape.HasRank) return Shape.OfRank(rank);
        if (shape.Rank != rank) throw Error($"Shape must be rank {rank} but is rank {shape.Rank}");
        return shape;
    }

    public Shape WithRankAtLeast(int input, int rank)
    {
        Shape shape = Input(input);
        if (shape.HasRank && shape.Rank < rank) throw Error($"Shape must be at least rank {rank} but is rank {shape.Rank}");
        return shape;
    }

    /// <summary>What two sizes of one dimension say together; -1 is unknown.</summary>
    public long MergeSizes(long a, long b)
    {
        if (a != b && a >= 0 && b >= 0) throw Error($"Dimensions must be equal, but are {a} and {b}");
        return a >= 0 ? a : b;
    }

    public Shape Merge(Shape a, Shape b) => a.TryMerge(b) ?? throw Error(a.HasRank && b.HasRank && a.Rank != b.Rank
        ? $"Shapes must be equal rank, but are {a.Rank} and {b.Rank}"
        : $"Dimensions must be equal in {a} and {b}");

    public void Require(bool condition, string message)
    {
        if (!condition) throw Error(message);
    }

    public TfException Error(string message) =>
        new(StatusCode.InvalidArgument, $"{message} for '{{{{node {Operation.Name}}}}} = {Operation.Type}' with input shapes: "
            + string.Join(", ", Operation.InputEdges.Select(edge => edge.Shape.ToString())) + ".");
}

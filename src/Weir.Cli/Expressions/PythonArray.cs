using System.Globalization;
using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions;

/// <summary>Nested Python lists as numpy sees them: a shape and its elements in row-major order.</summary>
/// <remarks>Source: the rules of <c>numpy.asarray</c> (numpy 1.26).</remarks>
internal sealed class PythonArray
{
    /// <summary>Lists in a pickle can hold one another many times over: so few bytes could stand for any number of elements.</summary>
    private const long MaxElements = 1 << 26;

    /// <summary>numpy's bound on dimensions; deeper lists it would keep as objects, which no tensor holds.</summary>
    private const int MaxRank = 32;

    private readonly List<long> sizes = [];
    private readonly List<PythonValue> elements = [];

    private PythonArray()
    {
    }

    /// <summary>The sizes of the nested lists.</summary>
    public Shape Shape => Shape.Of([.. sizes]);

    /// <summary>The values that are no lists.</summary>
    public IReadOnlyList<PythonValue> Elements => elements;

    /// <summary>Looks through a value; one that is no list is a scalar.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: the lists do not form a rectangle.</exception>
    public static PythonArray Of(PythonValue value)
    {
        PythonArray array = new();
        for (PythonValue inner = value; Plain(inner) is PythonSequence { Items: var items }; inner = items[0])
        {
            array.sizes.Add(items.Count);
            if (array.sizes.Count > MaxRank) throw new TfException(StatusCode.InvalidArgument, $"more than {MaxRank} lists within each other");
            if (items.Count == 0) break;
        }

        if (Shape.CountOrOverflow([.. array.sizes]) is < 0 or > MaxElements) throw new TfException(StatusCode.InvalidArgument, $"more than {MaxElements} elements");
        int common = array.CommonRank(value, 0);
        if (common < array.sizes.Count) throw array.Ragged(common);
        array.Collect(value, 0);
        return array;
    }

    /// <summary>How many dimensions all parts below a value agree in.</summary>
    private int CommonRank(PythonValue value, int depth)
    {
        value = Plain(value);
        bool isList = value is PythonSequence;
        if (depth == sizes.Count) return isList ? depth - 1 : depth;
        if (value is not PythonSequence { Items: var items } || items.Count != sizes[depth]) return depth;
        int common = sizes.Count;
        foreach (PythonValue item in items) common = Math.Min(common, CommonRank(item, depth + 1));
        return common;
    }

    private void Collect(PythonValue value, int depth)
    {
        value = Plain(value);
        if (depth == sizes.Count)
        {
            elements.Add(value);
            return;
        }

        foreach (PythonValue item in ((PythonSequence)value).Items) Collect(item, depth + 1);
    }

    /// <summary>An array among lists as nested lists; anything else as it is.</summary>
    private static PythonValue Plain(PythonValue value) => value switch
    {
        PickledArray { Content: { } content } => Plain(content),
        PythonTensor { Tensor: var tensor } => ArrayCast.ToLists(tensor),
        _ => value,
    };

    private TfException Ragged(int common)
    {
        string known = string.Join(", ", sizes.Take(common).Select(s => s.ToString(CultureInfo.InvariantCulture)));
        return new TfException(
            StatusCode.InvalidArgument,
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after "
            + $"{common} dimensions. The detected shape was ({known}{(common == 1 ? "," : "")}) + inhomogeneous part.");
    }
}

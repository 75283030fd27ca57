namespace Weir;

/// <summary>How tensors are printed: the options of numpy's <c>set_printoptions</c>, with its defaults. Immutable.</summary>
public sealed record NumpyPrintOptions
{
    /// <summary>As numpy 1.26 prints, the numpy of TensorFlow 2.15.</summary>
    public static NumpyPrintOptions Default { get; } = new();

    /// <summary>As numpy 1.13 printed, the numpy of TensorFlow 1.x: <c>legacy='1.13'</c>.</summary>
    public static NumpyPrintOptions Legacy113 { get; } = new() { IsLegacy113 = true };

    /// <summary>The most digits after the point, from 0. Default 8.</summary>
    public int Precision { get; init; } = 8;

    /// <summary>Arrays of more elements are abridged. Default 1000.</summary>
    public long Threshold { get; init; } = 1000;

    /// <summary>How many elements an abridged array shows at each end of a dimension. Default 3.</summary>
    public int EdgeItems { get; init; } = 3;

    /// <summary>The characters of a line. Default 75.</summary>
    public int LineWidth { get; init; } = 75;

    /// <summary>Whether small numbers are printed without an exponent. Default: no.</summary>
    public bool Suppress { get; init; }

    /// <summary>What is printed for what is no number. Default <c>nan</c>.</summary>
    public string NanText { get; init; } = "nan";

    /// <summary>What is printed for infinity, a minus in front of the negative one. Default <c>inf</c>.</summary>
    public string InfText { get; init; } = "inf";

    /// <summary>What stands before numbers that are not negative: '-' nothing, the default; '+' a plus; ' ' a blank.</summary>
    public char Sign { get; init; } = '-';

    /// <summary>How many digits of a float are printed. Default: <see cref="NumpyFloatMode.MaxPrec"/>.</summary>
    public NumpyFloatMode FloatMode { get; init; }

    /// <summary>Whether to print as numpy 1.13. Default: no.</summary>
    public bool IsLegacy113 { get; init; }
}

namespace Weir.Printing;

/// <summary>How many digits of a float are printed: numpy's <c>floatmode</c>.</summary>
internal enum FloatMode
{
    /// <summary>As many as tell the number from its neighbours, at most the precision.</summary>
    MaxPrec,

    /// <summary>As many as the element that needs most, at most the precision.</summary>
    MaxPrecEqual,

    /// <summary>As many as tell the number from its neighbours.</summary>
    Unique,

    /// <summary>Exactly the precision.</summary>
    Fixed,
}

/// <summary>The options of numpy's <c>set_printoptions</c>, with its defaults.</summary>
internal sealed record NumpyPrintOptions
{
    public static NumpyPrintOptions Default { get; } = new();

    /// <summary>As numpy 1.13 printed, the numpy of TensorFlow 1.x.</summary>
    public static NumpyPrintOptions Legacy113 { get; } = new() { IsLegacy113 = true };

    /// <summary>The most digits after the point.</summary>
    public int Precision { get; init; } = 8;

    /// <summary>Arrays of more elements are abridged.</summary>
    public long Threshold { get; init; } = 1000;

    /// <summary>How many elements an abridged array shows at each end of a dimension.</summary>
    public int EdgeItems { get; init; } = 3;

    /// <summary>The characters of a line.</summary>
    public int LineWidth { get; init; } = 75;

    /// <summary>Whether small numbers are printed without an exponent.</summary>
    public bool Suppress { get; init; }

    public string NanText { get; init; } = "nan";

    public string InfText { get; init; } = "inf";

    /// <summary>What stands before numbers that are not negative: '-' nothing, '+' a plus, ' ' a blank.</summary>
    public char Sign { get; init; } = '-';

    public FloatMode FloatMode { get; init; }

    public bool IsLegacy113 { get; init; }
}

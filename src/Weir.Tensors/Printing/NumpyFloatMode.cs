namespace Weir;

/// <summary>How many digits of a float are printed: numpy's <c>floatmode</c>.</summary>
public enum NumpyFloatMode
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

namespace Weir;

/// <summary>What a <see cref="TfFeature"/> is a list of.</summary>
public enum TfFeatureKind
{
    /// <summary>Nothing: a feature without a list, which parsing takes as absent.</summary>
    None,

    /// <summary>Byte strings: <c>bytes_list</c>.</summary>
    Bytes,

    /// <summary>32-bit floats: <c>float_list</c>.</summary>
    Float,

    /// <summary>64-bit integers: <c>int64_list</c>.</summary>
    Int64,
}

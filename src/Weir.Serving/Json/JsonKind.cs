namespace Weir.Json;

/// <summary>The kinds of JSON values, with the names that messages give them.</summary>
internal enum JsonKind
{
    Null,
    False,
    True,
    Object,
    Array,
    String,
    Number,
}

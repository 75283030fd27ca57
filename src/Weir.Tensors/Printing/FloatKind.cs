namespace Weir.Printing;

/// <summary>The precision that a number is printed in: it decides what the shortest digits are that read back.</summary>
internal enum FloatKind
{
    Float16,
    Float32,
    Float64,
}

namespace Weir.Simd;

/// <summary>The sizes of a product C[Rows, Columns] = op(A)[Rows, Depth] * op(B)[Depth, Columns], all matrices row-major and dense.</summary>
/// <param name="Rows">M.</param>
/// <param name="Columns">N.</param>
/// <param name="Depth">K; 0 gives zeros.</param>
/// <param name="TransposeA">A is stored as [Depth, Rows].</param>
/// <param name="TransposeB">B is stored as [Columns, Depth].</param>
internal readonly record struct GemmShape(int Rows, int Columns, int Depth, bool TransposeA = false, bool TransposeB = false);

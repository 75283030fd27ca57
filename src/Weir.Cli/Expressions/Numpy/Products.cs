using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>Products of vectors and matrices.</summary>
internal static class Products
{
    public static PythonTensor Dot(Tensor a, Tensor b, EvaluationScope scope)
    {
        if (a.Shape.Rank is 0 or > 2 || b.Shape.Rank is 0 or > 2) throw EvaluationScope.Unknown("a product of other things than vectors and matrices");
        (long rows, long inner) = a.Shape.Rank == 2 ? (a.Shape[0], a.Shape[1]) : (1, a.Shape[0]);
        (long other, long columns) = b.Shape.Rank == 2 ? (b.Shape[0], b.Shape[1]) : (b.Shape[0], 1);
        if (inner != other) throw EvaluationScope.Refused($"matmul: Input operand 1 has a mismatch in its core dimension 0 (size {other} is different from {inner})");
        scope.Spend(Shape.CountOrOverflow([rows, columns, Math.Max(inner, 1)]) is >= 0 and long work ? work : long.MaxValue);
        Shape shape = Shape.Of([.. a.Shape.Rank == 2 ? new[] { rows } : [], .. b.Shape.Rank == 2 ? new[] { columns } : []]);
        return Arrays.Value(Arrays.Make(Promotion.Of(a.DType, b.DType), shape, Sums(), scope));

        IEnumerable<PythonValue> Sums()
        {
            for (long row = 0; row < rows; row++)
            {
                for (long column = 0; column < columns; column++)
                {
                    PythonValue sum = new PythonInt(0);
                    for (long k = 0; k < inner; k++)
                    {
                        sum = Numbers.Binary("+", sum, Numbers.Binary("*", ArrayCast.Element(a, (int)((row * inner) + k)), ArrayCast.Element(b, (int)((k * columns) + column))));
                    }

                    yield return sum;
                }
            }
        }
    }
}

using System.Numerics;

namespace Weir.Conformance;

/// <summary>Judges results that are one of several right ones: factors up to a sign or phase, eigenvalues in any order, rows in any order.</summary>
/// <remarks>What is unique is compared; the factors must give the input back, and be orthonormal where they should.</remarks>
internal static class Factorizations
{
    public static bool Judges(OpCase one) => HasLabel(one, "(up to sign)") || HasLabel(one, "(any order") || HasLabel(one, "(order within a row not defined)");

    /// <returns>What is wrong; null: nothing.</returns>
    public static string? Difference(OpCase one, IReadOnlyList<Tensor?> got)
    {
        Tensor?[] want = one.Outputs;
        for (int i = 0; i < want.Length; i++)
        {
            if (want[i] is { } recorded && (got[i]!.DType != recorded.DType || !got[i]!.Shape.Equals(recorded.Shape))) return $"output {i} is a {got[i]!.DType} of shape {got[i]!.Shape}, expected {recorded.DType} {recorded.Shape}";
        }

        return one.Op switch
        {
            "Svd" => DifferentFirst(one, got) ?? (want[1] is null ? null : Svd(one, got)),
            "Qr" => Qr(one, got),
            "SelfAdjointEigV2" => DifferentFirst(one, got) ?? (want[1] is null ? null : SelfAdjoint(one, got)),
            "Eig" => SameMultiset(one, got[0]!, want[0]!) ?? (want[1] is null ? null : Eig(one, got)),
            _ => Enumerable.Range(0, want.Length).Select(i => SameMultiset(one, got[i]!, want[i]!)).FirstOrDefault(text => text is not null),
        };
    }

    private static bool HasLabel(OpCase one, string label) => one.Name.Contains(label, StringComparison.Ordinal);

    /// <summary>Singular values and eigenvalues that are sorted are unique.</summary>
    private static string? DifferentFirst(OpCase one, IReadOnlyList<Tensor?> got) =>
        Comparison.Difference(got[0]!, one.Outputs[0]!, one.Tolerance) is { } difference ? $"output 0: {difference}" : null;

    private static string? Svd(OpCase one, IReadOnlyList<Tensor?> got) => Each(one, (a, at, bound) =>
    {
        (Matrix s, Matrix u, Matrix v) = (Matrix.Diagonals(got[0]!)[at], Matrix.All(got[1]!)[at], Matrix.All(got[2]!)[at]);
        return u.Left(s.Rows).Times(s).Times(v.Left(s.Rows).Adjoint).Distance(a) > bound ? "U S V* is not the input" : NotOrthonormal("U", u, one) ?? NotOrthonormal("V", v, one);
    });

    private static string? Qr(OpCase one, IReadOnlyList<Tensor?> got) => Each(one, (a, at, bound) =>
    {
        (Matrix q, Matrix r) = (Matrix.All(got[0]!)[at], Matrix.All(got[1]!)[at]);
        if (q.Times(r).Distance(a) > bound) return "Q R is not the input";
        for (int i = 0; i < r.Rows; i++)
        {
            for (int j = 0; j < Math.Min(i, r.Columns); j++)
            {
                if (r[i, j].Magnitude > bound) return "R is not an upper triangle";
            }
        }

        return NotOrthonormal("Q", q, one);
    });

    private static string? SelfAdjoint(OpCase one, IReadOnlyList<Tensor?> got) => Each(one, (a, at, bound) =>
    {
        (Matrix e, Matrix v) = (Matrix.Diagonals(got[0]!)[at], Matrix.All(got[1]!)[at]);
        return v.Times(e).Times(v.Adjoint).Distance(a.FromLowerTriangle()) > bound ? "V diag(e) V* is not the input" : NotOrthonormal("V", v, one);
    });

    private static string? Eig(OpCase one, IReadOnlyList<Tensor?> got) => Each(one, (a, at, bound) =>
    {
        (Matrix e, Matrix v) = (Matrix.Diagonals(got[0]!)[at], Matrix.All(got[1]!)[at]);
        if (a.Times(v).Distance(v.Times(e)) > bound) return "A v is not e v";
        Matrix lengths = v.Adjoint.Times(v);
        return Enumerable.Range(0, v.Columns).Any(i => Math.Abs(lengths[i, i].Real - 1) > Bound(one, 1)) ? "an eigenvector is not of length 1" : null;
    });

    private static string? Each(OpCase one, Func<Matrix, int, double, string?> judge) =>
        Matrix.All(one.Inputs[0]).Select((a, at) => judge(a, at, Bound(one, a.Largest))).FirstOrDefault(text => text is not null);

    private static string? NotOrthonormal(string name, Matrix q, OpCase one) =>
        q.Adjoint.Times(q).Distance(Matrix.Identity(q.Columns)) > Bound(one, 1) ? $"the columns of {name} are not orthonormal" : null;

    /// <summary>Products add up several elements' errors.</summary>
    private static double Bound(OpCase one, double size) => 10 * (one.Tolerance.Absolute + (one.Tolerance.Relative * Math.Max(1, size)));

    /// <summary>The same elements in each row, in any order.</summary>
    private static string? SameMultiset(OpCase one, Tensor got, Tensor want)
    {
        int size = (int)want.Shape[-1];
        (Complex[] a, Complex[] b) = (Elements(got), Elements(want));
        for (int row = 0; size > 0 && row < b.Length / size; row++)
        {
            List<Complex> left = [.. a[(row * size)..((row + 1) * size)]];
            foreach (Complex value in b[(row * size)..((row + 1) * size)])
            {
                int match = left.FindIndex(other => (other - value).Magnitude <= Math.Max(one.Tolerance.Absolute, Bound(one, value.Magnitude) / 10));
                if (match < 0) return $"row {row} lacks {value}";
                left.RemoveAt(match);
            }
        }

        return null;
    }

    private static Complex[] Elements(Tensor tensor) => tensor.DType == DType.Int32
        ? Array.ConvertAll(tensor.ToArray<int>(), value => new Complex(value, 0))
        : Comparison.Numbers(tensor);
}

namespace Weir.Conformance;

/// <summary>The judge of factorizations, tried on TensorFlow's own: it accepts them, also with other signs, and no others.</summary>
public sealed class FactorizationTests
{
    private static readonly List<OpCase> Cases = [.. new[] { "Linalg", "Reduce" }.SelectMany(family =>
        Corpus.Lines(Corpus.Path("ops", family + ".jsonl.gz")).Select(row => new OpCase(family, row))).Where(one => Factorizations.Judges(one) && one.ErrorCode is null)];

    [Fact]
    public void Recorded_factors_are_accepted()
    {
        Assert.True(Cases.Count > 130);
        Assert.All(Cases, one => Assert.Null(Factorizations.Difference(one, one.Outputs)));
    }

    [Fact]
    public void All_signs_turned_are_accepted_and_one_is_not()
    {
        OpCase qr = Cases.First(one => one.Op == "Qr" && one.Inputs[0].DType == DType.Float32 && one.Inputs[0].Shape.Equals(Shape.Of(3, 3)));
        Tensor[] turned = [.. qr.Outputs.Select(output => Changed(output!, (_, value) => -value))];
        Tensor[] broken = [.. qr.Outputs.Select(output => Changed(output!, (i, value) => i == 0 ? -value : value))];
        Tensor[] scaled = [Changed(qr.Outputs[0]!, (_, value) => value * 2), Changed(qr.Outputs[1]!, (_, value) => value / 2)];
        Assert.Null(Factorizations.Difference(qr, turned));
        Assert.Contains("not the input", Factorizations.Difference(qr, broken), StringComparison.Ordinal);
        Assert.Contains("orthonormal", Factorizations.Difference(qr, scaled), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_may_be_in_another_order_and_hold_nothing_else()
    {
        OpCase top = Cases.First(one => one.Op == "TopKV2" && one.Name.Contains("k=3", StringComparison.Ordinal));
        Tensor[] reversed = [.. top.Outputs.Select(output => output!.DType == DType.Float32 ? Reversed<float>(output) : Reversed<int>(output))];
        Assert.Null(Factorizations.Difference(top, reversed));
        Assert.NotNull(Factorizations.Difference(top, [Changed(top.Outputs[0]!, (i, value) => i == 0 ? value + 1 : value), top.Outputs[1]]));
    }

    private static Tensor Changed(Tensor tensor, Func<int, float, float> change) =>
        Tensor.From<float>([.. tensor.ToArray<float>().Select((value, i) => change(i, value))], tensor.Shape);

    private static Tensor Reversed<T>(Tensor tensor) => Tensor.From<T>([.. tensor.ToArray<T>().Chunk((int)tensor.Shape[-1]).SelectMany(row => row.Reverse())], tensor.Shape);
}

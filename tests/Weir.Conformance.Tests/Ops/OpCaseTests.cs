namespace Weir.Conformance;

/// <summary>Every recorded case of every op that has a kernel. Ops without one are "not yet", and named in docs/compatibility.md.</summary>
public sealed class OpCaseTests
{
    private const int MaxShown = 30;

    public static IEnumerable<TheoryDataRow<string>> Families() => FamilyReport.Families.Select(family => new TheoryDataRow<string>(family));

    [Theory]
    [MemberData(nameof(Families))]
    public void What_has_a_kernel_computes_what_TensorFlow_computed(string family)
    {
        IReadOnlyList<string> wrong = FamilyReport.Of(family).Wrong;
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(MaxShown)));
    }

    [Fact]
    public void No_case_is_lost() => Assert.Equal(20_177, FamilyReport.Families.Sum(family => FamilyReport.Of(family).Cases));
}

namespace Weir.Conformance;

/// <summary>docs/compatibility.md says what is true, and what is not yet done can only shrink.</summary>
public sealed class CompatibilityPageTests
{
    [Fact]
    public void The_page_is_true()
    {
        string page = File.ReadAllText(CompatibilityPage.File);
        string renewed = CompatibilityPage.Renewed(page);
        Assert.Empty(CompatibilityPage.Lost(page, renewed));
        Assert.True(page == renewed, $"docs/compatibility.md is out of date; run: {CompatibilityPage.HowToUpdate}");
    }

    [Fact]
    public void What_is_undone_again_is_noticed()
    {
        const string before = "| Array | 10 | 8 | 2 | 0 | 0 |\n| Nn | 5 | 5 | 0 | 0 | 0 |\n";
        const string after = "| Array | 10 | 9 | 1 | 0 | 0 |\n| Nn | 5 | 4 | 1 | 0 | 0 |\n";
        Assert.Equal(["Nn: 0 not yet before, 1 now"], CompatibilityPage.Lost(before, after));
    }
}

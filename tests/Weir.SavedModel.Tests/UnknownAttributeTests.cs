namespace Weir.SavedModels.Tests;

/// <summary>An attribute that its op does not have: TensorFlow 2.15 ignores it, 1.x refused it; Weir does as it is told.</summary>
public sealed class UnknownAttributeTests
{
    [Theory]
    [InlineData("unknown_attr_set")]
    [InlineData("unknown_attr_default")]
    [InlineData("unknown_attr_undeclared")]
    public void Is_ignored_with_a_warning_or_refused(string name)
    {
        string folder = Path.Combine(Root(), "tests", "corpus", "saved_models", name, "model");
        List<string> warnings = [];
        using (SavedModel.Load(folder, new LoadOptions { Warning = warnings.Add }))
        {
            string warning = Assert.Single(warnings);
            Assert.Contains("mentions attr '", warning, StringComparison.Ordinal);
            Assert.Contains("{{node ", warning, StringComparison.Ordinal);
            Assert.Contains("Op<name=", warning, StringComparison.Ordinal);
        }

        TfException refused = Assert.Throws<TfException>(() => SavedModel.Load(folder, new LoadOptions { UnknownAttributes = UnknownAttributes.Refuse }));
        Assert.Equal(StatusCode.InvalidArgument, refused.Code);
        Assert.Contains("not in Op<name=", refused.Message, StringComparison.Ordinal);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Weir.slnx");
    }
}

namespace Weir.Sources;

public sealed class VersionFoldersTests
{
    private readonly List<string> warnings = [];

    [Fact]
    public void Folders_with_numbers_are_versions_and_leading_zeros_do_not_count()
    {
        FakeFiles files = new("/m", "/m/0001", "/m/12", "/m/12a", "/m/tmp", "/m/00000123") { Files = { "/m/7" } };
        Assert.Equal(
            [new StoragePath(1, "/m/0001"), new StoragePath(12, "/m/12"), new StoragePath(123, "/m/00000123")],
            Scan(files, new VersionPolicy.All()));
        Assert.Empty(warnings);
    }

    [Fact]
    public void The_policy_chooses()
    {
        FakeFiles files = new("/m", "/m/1", "/m/2", "/m/10");
        Assert.Equal([10], Versions(files, VersionPolicy.Default));
        Assert.Equal([2, 10], Versions(files, new VersionPolicy.Latest(2)));
        Assert.Equal([10], Versions(files, new VersionPolicy.Latest(0)));
        Assert.Equal([1, 2], Versions(files, new VersionPolicy.Specific([2, 1])));
        Assert.Empty(warnings);
        Assert.Equal([1], Versions(files, new VersionPolicy.Specific([1, 5])));
        Assert.Equal(
            ["Version 5 of servable m, which was requested to be served as a 'specific' version in the servable's version policy, was not found in the file system"],
            warnings);
    }

    [Fact]
    public void Two_folders_of_one_number_are_told()
    {
        Assert.Equal(["/m/1"], Scan(new FakeFiles("/m", "/m/001", "/m/1"), new VersionPolicy.All()).Select(path => path.Path));
        Assert.Equal(["Duplicate version directories detected. Version 1 will be loaded from 1, 001 will be ignored."], warnings);
    }

    [Fact]
    public void Nothing_found_is_told()
    {
        Assert.Empty(Scan(new FakeFiles("/m"), VersionPolicy.Default));
        Assert.Equal(["No versions of servable m found under base path /m. Did you forget to name your leaf directory as a number (eg. '/1/')?"], warnings);
    }

    [Theory]
    [InlineData("/models/m/3", "give the folder above it, /models/m.")]
    [InlineData("/models/m", "move it into a numbered folder, /models/m/1, and give /models/m.")]
    public void A_base_path_that_is_a_model_is_explained(string path, string advice)
    {
        FakeFiles files = new(path) { Files = { path + "/saved_model.pb" } };
        Assert.Empty(VersionFolders.Scan(files, new ServedModel("m", path), warnings.Add));
        Assert.EndsWith(advice, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_base_path_is_an_error()
    {
        TfException e = Assert.Throws<TfException>(() => { Scan(new FakeFiles(), VersionPolicy.Default); });
        Assert.Equal(StatusCode.InvalidArgument, e.Code);
        Assert.StartsWith("Could not find base path /m for servable m with error NOT_FOUND: ", e.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<StoragePath> Scan(FakeFiles files, VersionPolicy policy) =>
        VersionFolders.Scan(files, new ServedModel("m", "/m") { VersionPolicy = policy }, warnings.Add);

    private IEnumerable<long> Versions(FakeFiles files, VersionPolicy policy) => Scan(files, policy).Select(path => path.Version);
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Weir.Sources;

public sealed class FileSystemStoragePathSourceTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeFiles files = new("/a", "/a/1", "/b", "/b/1");
    private readonly List<string> heard = [];

    [Fact]
    public void New_versions_are_seen_at_the_next_look()
    {
        using FileSystemStoragePathSource source = Make(TimeSpan.FromSeconds(1));
        source.SetModels([new ServedModel("a", "/a")]);
        files.Folders.Add("/a/2");
        Assert.Equal(["a: 1"], heard);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a: 1", "a: 2"], heard);
    }

    [Fact]
    public void Without_polling_there_is_one_look()
    {
        using FileSystemStoragePathSource source = Make(TimeSpan.Zero);
        source.SetModels([new ServedModel("a", "/a")]);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["a: 1"], heard);
    }

    [Fact]
    public void A_model_that_is_no_longer_given_loses_its_versions()
    {
        using FileSystemStoragePathSource source = Make(TimeSpan.Zero);
        source.SetModels([new ServedModel("a", "/a"), new ServedModel("b", "/b")]);
        source.SetModels([new ServedModel("b", "/b")]);
        Assert.Equal(["a: 1", "b: 1", "a: ", "b: 1"], heard);
    }

    [Fact]
    public void A_base_path_that_is_gone_for_a_moment_unloads_nothing_but_an_empty_one_does()
    {
        using FileSystemStoragePathSource source = Make(TimeSpan.FromSeconds(1));
        source.SetModels([new ServedModel("a", "/a")]);
        files.Folders.Clear();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a: 1"], heard);
        files.Folders.Add("/a");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a: 1", "a: "], heard);
    }

    private FileSystemStoragePathSource Make(TimeSpan poll) => new(
        files, poll, time, (name, paths) => heard.Add($"{name}: {string.Join(' ', paths.Select(path => path.Version))}"), NullLogger.Instance);
}

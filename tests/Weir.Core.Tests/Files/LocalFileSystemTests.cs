using System.Text;

namespace Weir.Core.Tests.Files;

public sealed class LocalFileSystemTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LocalFileSystem model;

    public LocalFileSystemTests()
    {
        folder.Write("model/inside.txt", "inside");
        folder.Write("model/sub/deep.txt", "deep");
        folder.Write("secret.txt", "secret");
        folder.Write("outside/secret.txt", "secret");
        folder.Write("model-too/secret.txt", "secret");
        model = LocalFileSystem.Rooted(folder["model"]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("inside.txt", "inside")]
    [InlineData("sub/deep.txt", "deep")]
    [InlineData("./sub/../inside.txt", "inside")]
    public void What_lies_in_the_root_is_read(string path, string text)
    {
        Assert.True(model.FileExists(path));
        Assert.Equal(text, Encoding.UTF8.GetString(model.ReadAllBytes(path, 100)));
    }

    [Fact]
    public void An_absolute_path_into_the_root_is_read() => Assert.True(model.FileExists(folder["model/inside.txt"]));

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("sub/../../secret.txt")]
    [InlineData("../model-too/secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("inside.txt\0")]
    [InlineData("no/such/../../../secret.txt")]
    public void What_lies_outside_is_as_if_absent(string path) => AssertAbsent(path);

    [Fact]
    public void A_folder_outside_is_as_if_absent()
    {
        Assert.False(model.DirectoryExists("../outside"));
        Assert.False(model.DirectoryExists("../model-too"));
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => model.List("..")).Code);
    }

    [Fact]
    public void Outside_and_absent_give_the_same_words()
    {
        string Message(string path) => Assert.Throws<TfException>(() => model.OpenRead(path)).Message.Replace(path, "PATH", StringComparison.Ordinal);
        Assert.Equal(Message("absent.txt"), Message("../secret.txt"));
    }

    [Fact]
    public void A_link_to_a_file_outside_is_as_if_absent()
    {
        File.CreateSymbolicLink(folder["model/link.txt"], folder["secret.txt"]);
        AssertAbsent("link.txt");
    }

    [Fact]
    public void A_relative_link_to_a_file_outside_is_as_if_absent()
    {
        File.CreateSymbolicLink(folder["model/sub/link.txt"], "../../secret.txt");
        AssertAbsent("sub/link.txt");
    }

    [Fact]
    public void A_file_below_a_link_to_a_folder_outside_is_as_if_absent()
    {
        Directory.CreateSymbolicLink(folder["model/link"], folder["outside"]);
        AssertAbsent("link/secret.txt");
        Assert.False(model.DirectoryExists("link"));
    }

    [Fact]
    public void A_link_whose_target_goes_through_another_link_is_as_if_absent()
    {
        Directory.CreateSymbolicLink(folder["model/way"], folder["outside"]);
        File.CreateSymbolicLink(folder["model/link.txt"], "way/secret.txt");
        AssertAbsent("link.txt");
    }

    [Fact]
    public void A_link_to_a_link_is_followed_to_its_end()
    {
        File.CreateSymbolicLink(folder["model/first.txt"], "second.txt");
        File.CreateSymbolicLink(folder["model/second.txt"], folder["secret.txt"]);
        AssertAbsent("first.txt");
    }

    [Fact]
    public void Links_inside_the_root_are_followed()
    {
        Directory.CreateSymbolicLink(folder["model/way"], "sub");
        File.CreateSymbolicLink(folder["model/link.txt"], "way/deep.txt");
        Assert.Equal("deep", Encoding.UTF8.GetString(model.ReadAllBytes("link.txt", 100)));
        Assert.Equal("deep", Encoding.UTF8.GetString(model.ReadAllBytes("way/deep.txt", 100)));
    }

    [Fact]
    public void Links_in_a_circle_are_as_if_absent()
    {
        File.CreateSymbolicLink(folder["model/a"], "b");
        File.CreateSymbolicLink(folder["model/b"], "a");
        File.CreateSymbolicLink(folder["model/self"], "self/deeper");
        AssertAbsent("a");
        AssertAbsent("b/c");
        AssertAbsent("self");
    }

    [Fact]
    public void A_root_that_is_a_link_shows_what_it_leads_to()
    {
        Directory.CreateSymbolicLink(folder["alias"], folder["model"]);
        LocalFileSystem alias = LocalFileSystem.Rooted(folder["alias"] + "/");
        Assert.Equal(folder["alias"], alias.Root);
        Assert.True(alias.FileExists("sub/deep.txt"));
        Assert.False(alias.FileExists("../secret.txt"));
    }

    [Fact]
    public void Names_come_in_ordinal_order()
    {
        folder.Write("model/B", "");
        folder.Write("model/a", "");
        Assert.Equal(["B", "a", "inside.txt", "sub"], model.List(""));
        Assert.Equal(["deep.txt"], model.List("sub"));
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        Assert.False(model.FileExists("sub"));
        Assert.True(model.DirectoryExists("sub"));
        Assert.Equal(StatusCode.FailedPrecondition, Assert.Throws<TfException>(() => model.OpenRead("sub")).Code);
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => model.List("inside.txt")).Code);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_PERMISSION_DENIED()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Nothing is forbidden to this user.");
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(folder["model/inside.txt"], UnixFileMode.None);
        Assert.Equal(StatusCode.PermissionDenied, Assert.Throws<TfException>(() => model.OpenRead("inside.txt")).Code);
    }

    [Fact]
    public void Reading_at_an_offset_tells_how_much_there_was()
    {
        using IModelFile file = model.OpenRead("inside.txt");
        Assert.Equal(6, file.Length);
        byte[] bytes = new byte[10];
        Assert.Equal(4, file.Read(bytes, 2));
        Assert.Equal(0, file.Read(bytes, 6));
        TfException e = Assert.Throws<TfException>(() => file.ReadExactly(bytes, 2));
        Assert.Equal(StatusCode.DataLoss, e.Code);
        Assert.Equal("inside.txt is cut off: expected 10 bytes at offset 2, found 4 (the file has 6).", e.Message);
    }

    [Fact]
    public void A_file_above_the_limit_is_not_read()
    {
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => model.ReadAllBytes("inside.txt", 5)).Code);
        Assert.Equal(6, model.ReadAllBytes("inside.txt", 6).Length);
    }

    private void AssertAbsent(string path)
    {
        Assert.False(model.FileExists(path));
        TfException e = Assert.Throws<TfException>(() => model.OpenRead(path));
        Assert.Equal(StatusCode.NotFound, e.Code);
        Assert.EndsWith("; No such file or directory", e.Message, StringComparison.Ordinal);
    }
}

namespace Weir.Core.Tests.Files;

/// <summary>Files while they are written: flushed behind, room reserved, and not taken for abandoned.</summary>
public sealed class LocalFileWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static WritableLocalFileSystem Files => WritableLocalFileSystem.Unrestricted;

    private string FilePath => folder["file"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_flushed_behind_is_written_whole()
    {
        byte[] piece = new byte[5 << 20];
        using (IModelFileWriter file = Files.Create(FilePath, expectedBytes: 20 * piece.Length))
        {
            for (int i = 0; i < 20; i++)
            {
                piece.AsSpan().Fill((byte)i);
                file.Write(piece);
            }

            file.FlushToDisk();
        }

        byte[] written = File.ReadAllBytes(FilePath);
        Assert.Equal(20 * piece.Length, written.Length);
        for (int i = 0; i < 20; i++) Assert.Equal(-1, written.AsSpan(i * piece.Length, piece.Length).IndexOfAnyExcept((byte)i));
    }

    [Fact]
    public void Less_than_was_expected_leaves_a_file_of_what_was_written()
    {
        using (IModelFileWriter file = Files.Create(FilePath, expectedBytes: 1 << 20)) file.Write([1, 2, 3]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Only_what_nobody_writes_is_abandoned()
    {
        using (Files.Create(FilePath))
        {
            Assert.False(Files.DeleteAbandoned(FilePath));
            Assert.True(File.Exists(FilePath));
        }

        Assert.True(Files.DeleteAbandoned(FilePath));
        Assert.False(File.Exists(FilePath));
        Assert.False(Files.DeleteAbandoned(FilePath));
    }
}

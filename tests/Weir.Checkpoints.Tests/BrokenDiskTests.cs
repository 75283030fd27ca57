namespace Weir.Checkpoints.Tests;

/// <summary>Disks that are full, fail or may not be written, at every write of a checkpoint: the old one stays whole.</summary>
public sealed class BrokenDiskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-disk-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_failure_at_any_call_leaves_the_old_checkpoint_and_no_rubbish()
    {
        string prefix = Path.Combine(folder, "model");
        Write(WritableLocalFileSystem.Unrestricted, prefix, 1f);
        int failures = 0;
        for (int allowed = 0; ; allowed++)
        {
            FailingFiles files = new(allowed);
            try
            {
                Write(files, prefix, 1f);
                break;
            }
            catch (TfException e)
            {
                Assert.Equal(StatusCode.ResourceExhausted, e.Code);
                failures++;
            }

            // The same values are written each time: whichever of the two renames failed, the files belong together.
            using CheckpointReader reader = CheckpointReader.Open(prefix);
            using Tensor a = reader.Read("a");
            Assert.Equal([1f], a.ToArray<float>());
            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }

        Assert.True(failures > 5);
    }

    [Fact]
    public void A_full_disk_is_RESOURCE_EXHAUSTED()
    {
        if (!File.Exists("/dev/full")) return;
        using IModelFileWriter file = WritableLocalFileSystem.Unrestricted.Create("/dev/full");
        TfException error = Assert.Throws<TfException>(() => file.Write(new byte[4096]));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
        Assert.Equal("/dev/full; No space left on device", error.Message);
    }

    [Fact]
    public void A_folder_that_may_not_be_written_is_PERMISSION_DENIED_and_the_old_checkpoint_stays()
    {
        if (OperatingSystem.IsWindows()) return; // Folders have no such mode there.
        string prefix = Path.Combine(folder, "model");
        Write(WritableLocalFileSystem.Unrestricted, prefix, 1f);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            // Nothing is forbidden to some users but what no user may do.
            string refused = Environment.IsPrivilegedProcess ? "/sys/model" : prefix;
            Assert.Equal(StatusCode.PermissionDenied, Assert.Throws<TfException>(() => Write(WritableLocalFileSystem.Unrestricted, refused, 2f)).Code);
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        using CheckpointReader reader = CheckpointReader.Open(prefix);
        using Tensor a = reader.Read("a");
        Assert.Equal([1f], a.ToArray<float>());
    }

    private static void Write(IWritableFileSystem files, string prefix, float value)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(files, prefix);
        writer.Add("a", Tensor.From(value));
        writer.Add("b", Tensor.From("text"));
        writer.Finish();
    }

    /// <summary>The machine's files, until so many calls were made; deleting always works, as it does on a full disk.</summary>
    private sealed class FailingFiles(int allowed) : IWritableFileSystem
    {
        private readonly WritableLocalFileSystem files = WritableLocalFileSystem.Unrestricted;
        private int calls;

        public string Root => files.Root;

        public bool FileExists(string path) => files.FileExists(path);

        public bool DirectoryExists(string path) => files.DirectoryExists(path);

        public IReadOnlyList<string> List(string path) => files.List(path);

        public IModelFile OpenRead(string path) => files.OpenRead(path);

        public IModelFileWriter Create(string path, long expectedBytes = 0)
        {
            Count();
            return new FailingWriter(this, files.Create(path, expectedBytes));
        }

        public void Move(string from, string to)
        {
            Count();
            files.Move(from, to);
        }

        public void Delete(string path) => files.Delete(path);

        public void CreateDirectory(string path)
        {
            Count();
            files.CreateDirectory(path);
        }

        public void DeleteDirectory(string path) => files.DeleteDirectory(path);

        private void Count()
        {
            if (calls++ >= allowed) throw new TfException(StatusCode.ResourceExhausted, "No space left on device");
        }

        private sealed class FailingWriter(FailingFiles owner, IModelFileWriter file) : IModelFileWriter
        {
            public string Path => file.Path;

            public void Write(ReadOnlySpan<byte> bytes)
            {
                owner.Count();
                file.Write(bytes);
            }

            public void FlushToDisk()
            {
                owner.Count();
                file.FlushToDisk();
            }

            public void Dispose() => file.Dispose();
        }
    }
}

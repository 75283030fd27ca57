namespace Weir.Bundles;

/// <summary>The data files of a bundle, opened when first needed and kept open. Safe for concurrent use.</summary>
internal sealed class ShardFiles(IModelFileSystem files, string prefix, int count) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, IModelFile> open = [];
    private bool disposed;

    /// <summary>The data file of a shard.</summary>
    /// <exception cref="TfException">NOT_FOUND: there is no such file.</exception>
    public IModelFile Open(int shard)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(CheckpointReader));
            if (open.TryGetValue(shard, out IModelFile? file)) return file;
            file = files.OpenRead(BundleFiles.Data(prefix, shard, count));
            open.Add(shard, file);
            return file;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            foreach (IModelFile file in open.Values) file.Dispose();
            open.Clear();
        }
    }
}

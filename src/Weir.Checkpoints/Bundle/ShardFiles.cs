using Weir.Buffers;

namespace Weir.Bundles;

/// <summary>The data files of a bundle, opened when first needed and kept open. Safe for concurrent use.</summary>
internal sealed class ShardFiles(IModelFileSystem files, string prefix, int count, bool areMapped) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Shard> open = [];
    private bool disposed;

    /// <summary>The data file of a shard.</summary>
    /// <exception cref="TfException">NOT_FOUND: there is no such file.</exception>
    public Shard Open(int shard)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(CheckpointReader));
            if (open.TryGetValue(shard, out Shard opened)) return opened;
            IModelFile file = files.OpenRead(BundleFiles.Data(prefix, shard, count));
            opened = new Shard(file, areMapped && file.Map() is { } view ? new MappedBuffer(view) : null);
            open.Add(shard, opened);
            return opened;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            foreach (Shard shard in open.Values)
            {
                shard.File.Dispose();
                shard.Mapping?.Release();
            }

            open.Clear();
        }
    }
}

/// <summary>An open data file; as memory too, if it is mapped.</summary>
internal readonly record struct Shard(IModelFile File, MappedBuffer? Mapping);

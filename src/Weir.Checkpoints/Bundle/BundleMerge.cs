using Google.Protobuf.Collections;
using Weir.Protos;
using Weir.Tables;

namespace Weir.Bundles;

/// <summary>Makes one bundle of several: data files get new names, an index over all of them is written last.</summary>
/// <remarks>Source: <c>MergeBundles</c> in TensorFlow's <c>tensor_bundle.cc</c>.</remarks>
internal sealed class BundleMerge(IWritableFileSystem files, string mergedPrefix, ModelLimits limits)
{
    private readonly SortedDictionary<byte[], BundleEntryProto> entries = new(KeyOrder.Instance);
    private readonly List<string> dataFiles = [];
    private int shardCount;

    /// <param name="files">Where the bundles lie.</param>
    /// <param name="prefixes">The bundles, at least one.</param>
    /// <param name="mergedPrefix">The prefix of the new one.</param>
    /// <param name="allowMissing">Whether a bundle without index is passed over.</param>
    /// <param name="limits">The largest index.</param>
    /// <exception cref="TfException">NOT_FOUND: no such bundle. INVALID_ARGUMENT: a tensor is in two of them.</exception>
    public static void Run(IWritableFileSystem files, IReadOnlyList<string> prefixes, string mergedPrefix, bool allowMissing, ModelLimits limits)
    {
        BundleMerge merge = new(files, mergedPrefix, limits);
        List<string> present = [];
        foreach (string prefix in prefixes)
        {
            if (allowMissing && !files.FileExists(BundleFiles.Index(prefix))) continue;
            merge.Read(prefix);
            present.Add(prefix);
        }

        if (present.Count == 0) throw new TfException(StatusCode.InvalidArgument, "At least one prefix checkpoint file must exist, but none existed.");
        merge.Finish();
        foreach (string prefix in present) files.Delete(BundleFiles.Index(prefix));
    }

    private void Read(string prefix)
    {
        string path = BundleFiles.Index(prefix);
        BundleIndex index = BundleIndex.Open(path, files.ReadAllBytes(path, limits.MaxModelFileBytes));
        shardCount += index.ShardCount;
        for (TableScan scan = index.Scan(); scan.MoveNext();)
        {
            if (scan.Key.Length == 0) continue;
            byte[] key = scan.Key.ToArray();
            BundleEntryProto entry = BundleEntry.ParseProto(path, key, scan.Value);
            if (entries.TryGetValue(key, out BundleEntryProto? seen)) MergeSlices(prefix, key, seen, entry);
            else AddEntry(prefix, index.ShardCount, key, entry);
        }
    }

    private void AddEntry(string prefix, int count, byte[] key, BundleEntryProto entry)
    {
        string file = BundleFiles.Data(prefix, entry.ShardId, count);
        int shard = dataFiles.IndexOf(file);
        if (shard < 0)
        {
            shard = dataFiles.Count;
            dataFiles.Add(file);
        }

        entry.ShardId = shard;
        entries.Add(key, entry);
    }

    private static void MergeSlices(string prefix, byte[] key, BundleEntryProto seen, BundleEntryProto entry)
    {
        if (seen.Slices.Count == 0)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Duplicate tensor keyed by {KeyText.Show(key)} encountered, when merging prefix: {prefix}");
        }

        if (seen.Dtype != entry.Dtype || !Equals(seen.Shape, entry.Shape))
        {
            throw new TfException(StatusCode.InvalidArgument, $"The slices of {KeyText.Show(key)} have another dtype or shape in {prefix}.");
        }

        RepeatedField<TensorSliceProto> slices = seen.Slices;
        slices.AddRange(entry.Slices);
    }

    private void Finish()
    {
        string folder = BundleFiles.Folder(mergedPrefix);
        if (folder.Length > 0) files.CreateDirectory(folder);
        string indexPath = BundleFiles.Temporary(BundleFiles.Index(mergedPrefix));
        try
        {
            using IModelFileWriter index = BundleIndexWriter.Write(files, indexPath, shardCount, entries);
            for (int shard = 0; shard < dataFiles.Count; shard++) files.Move(dataFiles[shard], BundleFiles.Data(mergedPrefix, shard, shardCount));
            files.Move(indexPath, BundleFiles.Index(mergedPrefix));
        }
        catch
        {
            files.Delete(indexPath);
            throw;
        }
    }
}

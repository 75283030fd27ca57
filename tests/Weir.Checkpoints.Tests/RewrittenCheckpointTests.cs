using Weir.Bundles;
using Weir.Checkpoints.Tests.Corpus;
using Weir.Tables;

namespace Weir.Checkpoints.Tests;

/// <summary>Every V2 checkpoint of one data file that TensorFlow wrote, read and written again: the files must be the same, byte by byte.</summary>
public sealed class RewrittenCheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-written-").FullName;

    public static TheoryData<string> Prefixes() => [.. Directory.GetFiles(CorpusFolder.Checkpoint(), "*.index", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(CorpusFolder.Checkpoint(), path)[..^".index".Length])
        .Where(IsWritable).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Is_written_as_TensorFlow_wrote_it(string prefix)
    {
        string source = CorpusFolder.Checkpoint(prefix);
        string copy = Path.Combine(folder, "copy");
        using (BundleReader reader = new(LocalFileSystem.Unrestricted, source, ModelLimits.Default))
        using (BundleWriter writer = new(WritableLocalFileSystem.Unrestricted, copy))
        {
            foreach (Part part in PartsOf(reader).OrderBy(part => part.Stored.Offset).ThenBy(part => part.Stored.Size))
            {
                using Tensor tensor = reader.ReadStored("", part.Stored);
                if (part.Slice is { } slice) writer.AddSlice(part.Key, part.Whole.Shape, slice, tensor);
                else writer.Add(part.Key, tensor);
            }

            writer.Finish();
        }

        Assert.Equal(File.ReadAllBytes(source + ".data-00000-of-00001"), File.ReadAllBytes(copy + ".data-00000-of-00001"));
        Assert.Equal(File.ReadAllBytes(source + ".index"), File.ReadAllBytes(copy + ".index"));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    /// <summary>All tensors and slices. Empty tensors have no place of their own in the data file: they come first, in name order.</summary>
    private static List<Part> PartsOf(BundleReader reader)
    {
        List<Part> parts = [];
        for (TableScan scan = reader.Index.Scan(); scan.MoveNext();)
        {
            if (scan.Key.Length == 0 || scan.Key[0] == 0) continue;
            byte[] key = scan.Key.ToArray();
            BundleEntry entry = reader.Find(key);
            if (entry.Slices.Count == 0) parts.Add(new Part(key, entry, entry, null));
            foreach (Protos.TensorSliceProto proto in entry.Slices)
            {
                TensorSlice slice = TensorSlice.FromProto(proto);
                parts.Add(new Part(key, entry, reader.Find(OrderedCode.SliceKey(key, slice)), slice));
            }
        }

        return parts;
    }

    /// <summary>
    /// One data file, and none of the indexes that were made by hand: damaged, or encoded in blocks of other sizes. One holds bytes that its
    /// index has no entry for.
    /// </summary>
    private static bool IsWritable(string prefix) =>
        prefix != "slices_by_hand/slice_and_whole" && !prefix.StartsWith("damaged", StringComparison.Ordinal) && !prefix.StartsWith("reencoded", StringComparison.Ordinal) && !prefix.EndsWith("extra_variant", StringComparison.Ordinal)
        && File.Exists(CorpusFolder.Checkpoint(prefix) + ".data-00000-of-00001");

    private sealed record Part(byte[] Key, BundleEntry Whole, BundleEntry Stored, TensorSlice? Slice);
}

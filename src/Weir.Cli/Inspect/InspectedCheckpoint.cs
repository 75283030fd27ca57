using Weir.Bundles;
using Weir.Checkpoints;

namespace Weir.Cli.Inspect;

/// <summary>A tensor of a checkpoint, and what its numbers are like, if that was asked for and it has numbers.</summary>
internal sealed record InspectedTensor(CheckpointEntry Entry, TensorStatistics? Statistics);

/// <summary>What was found in a checkpoint.</summary>
/// <param name="Prefix">The checkpoint.</param>
/// <param name="Format">V1, V2, or V2 written by objects.</param>
/// <param name="FileBytes">The bytes of its files.</param>
/// <param name="Tensors">The tensors asked for, in the order of their names.</param>
internal sealed record InspectedCheckpoint(string Prefix, string Format, long FileBytes, IReadOnlyList<InspectedTensor> Tensors)
{
    public const int Bins = 16;

    public long Elements => Tensors.Sum(tensor => tensor.Entry.Shape.ElementCount);

    public long Bytes => Tensors.Sum(tensor => Sizes.BytesOf(tensor.Entry));

    /// <summary>Looks into a checkpoint.</summary>
    /// <param name="path">What the user named.</param>
    /// <param name="name">A tensor or a scope; empty for all.</param>
    /// <param name="hasStatistics">Whether the values are looked at. They are then verified as well, and take no memory where files can be mapped.</param>
    /// <param name="context">Who sees how far it got.</param>
    public static InspectedCheckpoint Read(string path, string name, bool hasStatistics, CliContext context)
    {
        string prefix = CheckpointPath.Find(path);
        using CheckpointReader reader = CheckpointReader.Open(prefix, RestoreMode.MapVerified);
        IReadOnlyList<CheckpointEntry> entries = TensorSelection.Of(reader, name);
        List<InspectedTensor> tensors = [];
        if (hasStatistics)
        {
            LongWork.Do(context, "looking at values", entries.Sum(Sizes.BytesOf), progress =>
            {
                foreach (CheckpointEntry entry in entries)
                {
                    tensors.Add(new InspectedTensor(entry, StatisticsOf(reader, entry)));
                    progress(Sizes.BytesOf(entry));
                }
            });
        }
        else
        {
            tensors.AddRange(entries.Select(entry => new InspectedTensor(entry, null)));
        }

        CheckpointVersion version = File.Exists(BundleFiles.Index(prefix)) ? CheckpointVersion.V2 : CheckpointVersion.V1;
        return new InspectedCheckpoint(prefix, FormatOf(reader, version), Checkpoint.FilesOf(prefix, version).Sum(file => new FileInfo(file).Length), tensors);
    }

    private static TensorStatistics? StatisticsOf(CheckpointReader reader, CheckpointEntry entry)
    {
        if (!entry.DType.IsPlain()) return null;
        using Tensor tensor = reader.Read(entry.Name);
        return TensorStatistics.Of(tensor, Bins);
    }

    private static string FormatOf(CheckpointReader reader, CheckpointVersion version) =>
        version == CheckpointVersion.V1 ? "V1" : reader.Contains(CheckpointReader.ObjectGraphKey) ? "V2, written by objects" : "V2";
}

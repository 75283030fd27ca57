namespace Weir.Bundles;

/// <summary>A stored slice of a partitioned tensor.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Entry">Where it is stored.</param>
/// <param name="Box">The box that it fills in the tensor.</param>
internal readonly record struct StoredPart(string Name, BundleEntry Entry, SliceBox Box);

/// <summary>Puts a box of a tensor together from the slices that cover it.</summary>
internal sealed unsafe class PartitionedRead(BundleReader reader, DType dtype, SliceBox wanted, List<StoredPart> parts)
{
    /// <summary>Reads the slices in the order in which they lie in the files.</summary>
    public Tensor Run()
    {
        if (parts is [StoredPart only] && only.Box.SameAs(wanted)) return reader.ReadStored(only.Name, only.Entry);
        parts.Sort((a, b) => (a.Entry.Shard, a.Entry.Offset).CompareTo((b.Entry.Shard, b.Entry.Offset)));
        foreach (StoredPart part in parts) reader.ExtentOf(part.Name, part.Entry);
        RefuseSharedBytes();
        Tensor target = reader.Allocate(dtype, wanted.Shape);
        try
        {
            foreach (StoredPart part in parts) ReadPart(part, target);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    private void ReadPart(StoredPart part, Tensor target)
    {
        BoxRuns runs = new(part.Box.Intersect(wanted)!, part.Box, wanted);
        if (dtype.IsPlain() && runs.IsSingle && runs.RunLength == part.Box.Count && runs.MoveNext())
        {
            byte* place = target.Data + (runs.TargetStart * dtype.ElementSize());
            reader.ReadPlain(part.Name, part.Entry, reader.ExtentOf(part.Name, part.Entry), place);
            return;
        }

        using Tensor stored = reader.ReadStored(part.Name, part.Entry);
        runs.Copy(stored, target);
    }

    /// <summary>Slices that share bytes of a file would let a small file fill the memory.</summary>
    private void RefuseSharedBytes()
    {
        for (int i = 1; i < parts.Count; i++)
        {
            BundleEntry before = parts[i - 1].Entry;
            BundleEntry after = parts[i].Entry;
            if (before.Shard != after.Shard || before.Size <= after.Offset - before.Offset) continue;
            throw new TfException(StatusCode.DataLoss,
                $"Keys {parts[i - 1].Name} and {parts[i].Name} share bytes of shard {after.Shard} at offset {after.Offset}.");
        }
    }
}

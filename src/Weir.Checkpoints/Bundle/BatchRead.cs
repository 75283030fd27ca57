using System.Text;

namespace Weir.Bundles;

/// <summary>The reads of one RestoreV2: all entries and dtypes are checked first, then tensors are read in the order of the files.</summary>
/// <remarks>Source: <c>RestoreTensorsV2</c> in TensorFlow's <c>save_restore_tensor.cc</c>.</remarks>
internal static class BatchRead
{
    /// <summary>Reads tensors or parts of them.</summary>
    /// <returns>A tensor for each name, in the order of the names.</returns>
    public static Tensor[] Run(BundleReader bundle, ReadOnlySpan<byte[]> names, ReadOnlySpan<byte[]> slices, ReadOnlySpan<DType> dtypes)
    {
        if (slices.Length != names.Length || dtypes.Length != names.Length)
        {
            throw new ArgumentException(
                $"{names.Length} names need as many slices and dtypes, not {slices.Length} and {dtypes.Length}.", nameof(names));
        }

        BundleEntry[] entries = FindAll(bundle, names, dtypes);
        int[] order = [.. Enumerable.Range(0, entries.Length)];
        Array.Sort(order, (a, b) => (entries[a].Shard, entries[a].Offset, a).CompareTo((entries[b].Shard, entries[b].Offset, b)));
        Tensor[] tensors = new Tensor[entries.Length];
        try
        {
            foreach (int i in order) tensors[i] = bundle.Read(names[i], entries[i], Encoding.UTF8.GetString(slices[i]));
            return tensors;
        }
        catch
        {
            foreach (Tensor? tensor in tensors) tensor?.Dispose();
            throw;
        }
    }

    /// <summary>Looks names up in their own order, so that the first missing one is the one TensorFlow names.</summary>
    private static BundleEntry[] FindAll(BundleReader bundle, ReadOnlySpan<byte[]> names, ReadOnlySpan<DType> dtypes)
    {
        byte[][] keys = names.ToArray();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(order, (a, b) => keys[a].AsSpan().SequenceCompareTo(keys[b]));
        BundleEntry[] entries = new BundleEntry[keys.Length];
        List<string> mismatches = [];
        foreach (int i in order)
        {
            entries[i] = bundle.Find(keys[i]);
            if (entries[i].DType == dtypes[i]) continue;
            mismatches.Add($"tensor_name = {KeyText.Show(keys[i])}; expected dtype {dtypes[i].TfName()} "
                + $"does not equal original dtype {entries[i].DType.TfName()}");
        }

        return mismatches.Count == 0 ? entries : throw new TfException(StatusCode.InvalidArgument, string.Join('\n', mismatches));
    }
}

using System.Runtime.ExceptionServices;
using System.Text;

namespace Weir.Bundles;

/// <summary>The reads of one RestoreV2: all entries and dtypes are checked first, then tensors are read in the order of the files.</summary>
/// <remarks>Much is read by several threads, for a thread alone is kept busy by first touches of new memory. Source: <c>RestoreTensorsV2</c> in TensorFlow's <c>save_restore_tensor.cc</c>.</remarks>
internal sealed class BatchRead
{
    /// <summary>From here on other threads are asked for help.</summary>
    private const long BytesForThreads = 4 << 20;

    /// <summary>More than these only wait for each other: a disk or the memory is busy by then.</summary>
    private const int MaxThreads = 8;

    private readonly BundleReader bundle;
    private readonly byte[][] names;
    private readonly byte[][] slices;
    private readonly BundleEntry[] entries;
    private readonly Tensor?[] tensors;

    private BatchRead(BundleReader bundle, byte[][] names, byte[][] slices, BundleEntry[] entries)
    {
        this.bundle = bundle;
        this.names = names;
        this.slices = slices;
        this.entries = entries;
        tensors = new Tensor?[names.Length];
    }

    /// <summary>Reads tensors or parts of them.</summary>
    /// <returns>A tensor for each name, in the order of the names.</returns>
    public static Tensor[] Run(BundleReader bundle, ReadOnlySpan<byte[]> names, ReadOnlySpan<byte[]> slices, ReadOnlySpan<DType> dtypes)
    {
        if (slices.Length != names.Length || dtypes.Length != names.Length)
        {
            throw new ArgumentException(
                $"{names.Length} names need as many slices and dtypes, not {slices.Length} and {dtypes.Length}.", nameof(names));
        }

        return new BatchRead(bundle, names.ToArray(), slices.ToArray(), FindAll(bundle, names, dtypes)).ReadAll();
    }

    private Tensor[] ReadAll()
    {
        int[] order = [.. Enumerable.Range(0, entries.Length)];
        Array.Sort(order, (a, b) => (entries[a].Shard, entries[a].Offset, a).CompareTo((entries[b].Shard, entries[b].Offset, b)));
        int threads = bundle.ReadsBytes && entries.Sum(entry => (double)entry.Size) >= BytesForThreads ? Math.Min(MaxThreads, Environment.ProcessorCount) : 1;
        ExceptionDispatchInfo?[] failures = new ExceptionDispatchInfo?[order.Length];
        bool failed = false;
        int taken = -1;
        if (threads > 1) Parallel.For(0, threads, _ => ReadRest());
        else ReadRest();
        if (Array.Find(failures, failure => failure is not null) is not { } first) return tensors!;
        foreach (Tensor? tensor in tensors) tensor?.Dispose();
        first.Throw();
        return [];

        // Each thread takes the tensor that comes next. Those before a failure have all been taken by then, so the first failure is always found.
        void ReadRest()
        {
            while (!Volatile.Read(ref failed) && Interlocked.Increment(ref taken) is var place && place < order.Length)
            {
                int i = order[place];
                try
                {
                    tensors[i] = bundle.Read(names[i], entries[i], Encoding.UTF8.GetString(slices[i]));
                }
#pragma warning disable CA1031 // Thrown again by the caller's own thread.
                catch (Exception e)
                {
                    failures[place] = ExceptionDispatchInfo.Capture(e);
                    Volatile.Write(ref failed, true);
                }
#pragma warning restore CA1031
            }
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

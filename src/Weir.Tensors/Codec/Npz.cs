using System.IO.Compression;
using Weir.Codec.NumPy;

namespace Weir;

/// <summary>An open .npz archive of numpy: arrays under names, each read when it is asked for. Not thread-safe.</summary>
public sealed class Npz : IDisposable
{
    private const string Extension = ".npy";

    /// <summary>Deflate can not shrink data to less than this part.</summary>
    private const long MaxRatio = 1032;

    private readonly ZipArchive archive;
    private readonly long length;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    private Npz(ZipArchive archive, long length)
    {
        this.archive = archive;
        this.length = length;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
            if (entries.TryAdd(name, entry)) names.Add(name);
            entries[entry.FullName] = entry;
        }
    }

    /// <summary>The names of the members in the archive's order, without the extension .npy.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Opens an archive.</summary>
    /// <param name="stream">Must be able to seek; is disposed with the archive.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: not a zip archive.</exception>
    public static Npz Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek) throw new ArgumentException("The stream must be able to seek.", nameof(stream));
        return Guard("the archive", () => new Npz(new ZipArchive(stream, ZipArchiveMode.Read), stream.Length));
    }

    /// <summary>Whether there is a member of this name, with or without .npy.</summary>
    /// <param name="name">A name.</param>
    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>Reads one array.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="maxBytes">The most bytes the elements may take; the default is that of <see cref="ModelLimits"/>.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    /// <exception cref="TfException">NOT_FOUND: there is no such member. INVALID_ARGUMENT: it is no whole array. UNIMPLEMENTED: its elements
    /// are of a kind that no tensor can hold.</exception>
    public Tensor Read(string name, long? maxBytes = null)
    {
        if (!entries.TryGetValue(name, out ZipArchiveEntry? entry)) throw new TfException(StatusCode.NotFound, $"{name} is not a file in the archive");
        return Guard($"member {entry.FullName}", () =>
        {
            using Stream member = entry.Open();
            long packed = Math.Min(entry.CompressedLength, length);
            long available = Math.Min(entry.Length, (packed * MaxRatio) + MaxRatio);
            return new NpyReader(member, available, maxBytes ?? ModelLimits.Default.MaxTensorBytes).Read();
        });
    }

    /// <summary>Writes an archive of arrays, uncompressed as <c>numpy.savez</c> does.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="arrays">The arrays and their names, without .npy.</param>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, Tensor tensor) in arrays)
        {
            ZipArchiveEntry entry = archive.CreateEntry(name + Extension, CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream member = entry.Open();
            Npy.Write(member, tensor);
        }
    }

    /// <summary>Closes the archive and its stream.</summary>
    public void Dispose() => archive.Dispose();

    private static T Guard<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException or ArgumentException or IOException)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Not a readable .npz archive: {what}: {e.Message}", e);
        }
    }
}

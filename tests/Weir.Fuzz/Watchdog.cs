using System.IO.MemoryMappedFiles;

namespace Weir.Fuzz;

/// <summary>Keeps the input that is being read in a file, so that it is there when the process ends by it; ends the process when one
/// input takes forever.</summary>
internal sealed class Watchdog : IDisposable
{
    private const int MaxBytes = 1 << 26;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Timer timer;
    private long since = Environment.TickCount64;

    public Watchdog(string target)
    {
        string path = Path.Combine(Path.GetTempPath(), $"weir-fuzz-{target}.input");
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, MaxBytes + sizeof(int));
        view = file.CreateViewAccessor();
        timer = new Timer(_ => Look(path), null, Patience, Patience / 4);
    }

    /// <summary>Called before each input.</summary>
    public void Begin(byte[] input)
    {
        view.Write(0, input.Length);
        view.WriteArray(sizeof(int), input, 0, Math.Min(input.Length, MaxBytes));
        Volatile.Write(ref since, Environment.TickCount64);
    }

    public void Dispose()
    {
        timer.Dispose();
        view.Dispose();
        file.Dispose();
    }

    private void Look(string path)
    {
        if (Environment.TickCount64 - Volatile.Read(ref since) > Patience.TotalMilliseconds) Environment.FailFast($"One input takes more than {Patience}; it is in {path}, behind its length.");
    }
}

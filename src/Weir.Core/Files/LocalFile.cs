using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir;

/// <summary>A file of the machine, open for reading.</summary>
internal sealed class LocalFile(string path, SafeFileHandle handle) : IModelFile
{
    public string Path { get; } = path;

    public long Length { get; } = RandomAccess.GetLength(handle);

    public int Read(Span<byte> destination, long offset) => RandomAccess.Read(handle, destination, offset);

    public SafeBuffer? Map()
    {
        if (Length == 0) return null; // There is no mapping of nothing.
        return FileErrors.Translated(Path, () =>
        {
            using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            SafeBuffer view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
            if ((long)view.ByteLength >= Length) return view;
            view.Dispose();
            return null;
        });
    }

    public void Dispose() => handle.Dispose();
}

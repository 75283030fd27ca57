using System.Security.Cryptography;

namespace Weir.Checkpoints;

/// <summary>Writes a small file so that whoever looks finds the old one or the new one.</summary>
internal static class WholeFile
{
    /// <exception cref="TfException">PERMISSION_DENIED, RESOURCE_EXHAUSTED, NOT_FOUND: it can not be written; the old one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        WritableLocalFileSystem files = WritableLocalFileSystem.Unrestricted;
        string temporary = $"{path}.tmp{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        try
        {
            using IModelFileWriter file = files.Create(temporary);
            file.Write(bytes);
            file.FlushToDisk();
            files.Move(temporary, path);
        }
        catch (TfException)
        {
            if (files.FileExists(temporary)) files.Delete(temporary);
            throw;
        }
    }
}

using System.Buffers.Binary;
using Weir.Tables;

namespace Weir.Fuzz.Targets;

/// <summary>Makes the checksums of a damaged table right, as far as its blocks can be found.</summary>
internal static class TableChecksums
{
    public static void Repair(byte[] bytes)
    {
        try
        {
            TableFile file = new("", bytes);
            BlockHandle index = file.ReadFooter();
            Sign(bytes, index);
            BlockCursor cursor = file.ReadBlock(index).First();
            while (cursor.MoveNext())
            {
                int position = 0;
                if (BlockHandle.TryRead(cursor.Value, ref position, out BlockHandle block)) Sign(bytes, block);
            }
        }
        catch (TfException)
        {
            // What can not be found can not be signed.
        }
    }

    private static void Sign(byte[] bytes, BlockHandle handle)
    {
        if (handle.Offset > (ulong)bytes.Length || handle.Size > (ulong)bytes.Length || handle.Offset + handle.Size + TableFile.TrailerLength > (ulong)bytes.Length) return;
        int start = (int)handle.Offset, covered = (int)handle.Size + 1;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(start + covered), Crc32C.Mask(Crc32C.Compute(bytes.AsSpan(start, covered))));
    }
}

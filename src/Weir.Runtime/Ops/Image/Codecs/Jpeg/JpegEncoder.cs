using System.Buffers.Binary;

namespace Weir.Ops;

/// <summary>Writes JPEG files of gray or coloured images, as libjpeg-turbo does.</summary>
/// <remarks>Source: jpeg_mem.cc; jcparam.c, jcmarker.c, jcmaster.c.</remarks>
internal static class JpegEncoder
{
    private const int MostSide = 65500;
    private const int MostSegment = ushort.MaxValue - 2;

    /// <summary>Encodes an image.</summary>
    /// <param name="pixels">Rows of pixels.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1: gray; 3: red, green and blue.</param>
    /// <param name="encoding">How.</param>
    /// <exception cref="TfException">INTERNAL: the image is empty, or too large.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels, JpegEncoding encoding)
    {
        ReadOnlySpan<byte> xmpName = "http://ns.adobe.com/xap/1.0/\0"u8;
        bool fits = width is > 0 and <= MostSide && height is > 0 and <= MostSide && (long)width * height < 1L << 29 && encoding.Xmp.Length <= MostSegment - xmpName.Length;
        if (!fits) throw new TfException(StatusCode.Internal, "JPEG encoding failed");
        byte[][] divisors = [Divisors(JpegTables.Luminance, encoding.Quality), Divisors(JpegTables.Chrominance, encoding.Quality)];
        JpegPicture picture = new(pixels, width, height, channels, encoding.ChromaDownsampling && channels == 3 ? 2 : 1, divisors);

        using MemoryStream file = new();
        file.Write([0xFF, JpegMarkers.StartOfImage]);
        WriteJfif(file, encoding);
        if (encoding.Xmp.Length > 0) WriteSegment(file, JpegMarkers.App1, [.. xmpName, .. encoding.Xmp]);
        for (int i = 0; i < Math.Min(channels, 2); i++) WriteDivisors(file, i, divisors[i]);
        WriteFrame(file, picture.Frame, encoding.Progressive);
        WriteScans(file, picture.Frame, encoding);
        file.Write([0xFF, JpegMarkers.EndOfImage]);
        return file.ToArray();
    }

    private static byte[] Divisors(ReadOnlySpan<byte> usual, int quality)
    {
        int bounded = Math.Clamp(quality, 1, 100), percent = bounded < 50 ? 5000 / bounded : 200 - (2 * bounded);
        byte[] divisors = new byte[usual.Length];
        for (int i = 0; i < divisors.Length; i++) divisors[i] = (byte)Math.Clamp(((usual[i] * percent) + 50) / 100, 1, 255);
        return divisors;
    }

    private static void WriteSegment(MemoryStream file, int marker, ReadOnlySpan<byte> data)
    {
        Span<byte> head = [0xFF, (byte)marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(data.Length + 2));
        file.Write(head);
        file.Write(data);
    }

    private static void WriteJfif(MemoryStream file, JpegEncoding encoding)
    {
        Span<byte> data = [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, (byte)encoding.DensityUnit, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(data[8..], (ushort)encoding.DensityX);
        BinaryPrimitives.WriteUInt16BigEndian(data[10..], (ushort)encoding.DensityY);
        WriteSegment(file, JpegMarkers.App0, data);
    }

    private static void WriteDivisors(MemoryStream file, int index, byte[] divisors)
    {
        Span<byte> data = stackalloc byte[1 + JpegFrame.BlockSize];
        data[0] = (byte)index;
        for (int i = 0; i < JpegFrame.BlockSize; i++) data[1 + i] = divisors[JpegTables.Order[i]];
        WriteSegment(file, JpegMarkers.QuantizationTables, data);
    }

    private static void WriteFrame(MemoryStream file, JpegFrame frame, bool isProgressive)
    {
        Span<byte> data = stackalloc byte[6 + (3 * frame.Components.Length)];
        data[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(data[1..], (ushort)frame.Height);
        BinaryPrimitives.WriteUInt16BigEndian(data[3..], (ushort)frame.Width);
        data[5] = (byte)frame.Components.Length;
        for (int i = 0; i < frame.Components.Length; i++)
        {
            JpegComponent component = frame.Components[i];
            (data[6 + (3 * i)], data[7 + (3 * i)], data[8 + (3 * i)]) = ((byte)component.Id, (byte)((component.Across << 4) | component.Down), (byte)component.Quantization);
        }

        WriteSegment(file, isProgressive ? JpegMarkers.ProgressiveFrame : JpegMarkers.BaselineFrame, data);
    }

    private static void WriteScans(MemoryStream file, JpegFrame frame, JpegEncoding encoding)
    {
        JpegHuffmanEncoder?[] tables =
        [
            new(JpegTables.LuminanceDcLengths, JpegTables.DcSymbols),
            new(JpegTables.ChrominanceDcLengths, JpegTables.DcSymbols),
            new(JpegTables.LuminanceAcLengths, JpegTables.LuminanceAcSymbols),
            new(JpegTables.ChrominanceAcLengths, JpegTables.ChrominanceAcSymbols),
        ];
        foreach (JpegScanSpec scan in encoding.Progressive ? JpegScanSpec.Progressive(frame.Components.Length) : JpegScanSpec.Baseline(frame.Components.Length))
        {
            bool[] used = [true, frame.Components.Length > 1, true, frame.Components.Length > 1];
            if (encoding.Progressive || encoding.OptimizeSize) used = MakeCodes(frame, scan, tables);

            foreach (int table in (ReadOnlySpan<int>)[0, JpegSymbols.FirstAc, 1, JpegSymbols.FirstAc + 1])
            {
                if (used[table]) WriteCodes(file, table, tables[table]!);
            }

            WriteScanHeader(file, frame, scan);
            new JpegScanEncoder(frame, scan, new JpegSymbols(file, tables)).Run();
        }
    }

    /// <summary>Makes the codes that are best for a scan.</summary>
    /// <returns>Which tables it uses.</returns>
    private static bool[] MakeCodes(JpegFrame frame, JpegScanSpec scan, JpegHuffmanEncoder?[] tables)
    {
        JpegSymbols counted = new(null, tables);
        new JpegScanEncoder(frame, scan, counted).Run();
        bool[] used = Array.ConvertAll(counted.Counts, counts => counts.AsSpan().ContainsAnyExcept(0));
        for (int table = 0; table < tables.Length; table++)
        {
            if (used[table]) tables[table] = JpegHuffmanEncoder.Of(counted.Counts[table]);
        }

        return used;
    }

    private static void WriteCodes(MemoryStream file, int table, JpegHuffmanEncoder codes)
    {
        int index = table >= JpegSymbols.FirstAc ? 0x10 | (table - JpegSymbols.FirstAc) : table;
        WriteSegment(file, JpegMarkers.HuffmanTables, [(byte)index, .. codes.Lengths, .. codes.Symbols]);
    }

    private static void WriteScanHeader(MemoryStream file, JpegFrame frame, JpegScanSpec scan)
    {
        List<byte> data = [(byte)scan.Components.Length];
        foreach (int index in scan.Components)
        {
            int dc = scan.First == 0 && scan.High == 0 && index > 0 ? 1 : 0, ac = scan.Last > 0 && index > 0 ? 1 : 0;
            data.AddRange([(byte)frame.Components[index].Id, (byte)((dc << 4) | ac)]);
        }

        data.AddRange([(byte)scan.First, (byte)scan.Last, (byte)((scan.High << 4) | scan.Low)]);
        WriteSegment(file, JpegMarkers.StartOfScan, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(data));
    }
}

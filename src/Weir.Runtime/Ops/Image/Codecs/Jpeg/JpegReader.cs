namespace Weir.Ops;

/// <summary>Reads the segments of a JPEG file: tables, the frame, hints on its colours, scans.</summary>
/// <remarks>Source: ITU-T T.81; jdmarker.c, jdinput.c.</remarks>
internal sealed class JpegReader
{
    private const int MostScans = 1000;

    private readonly ushort[]?[] quantization = new ushort[]?[4];
    private readonly JpegHuffmanDecoder?[] dc = new JpegHuffmanDecoder?[4];
    private readonly JpegHuffmanDecoder?[] ac = new JpegHuffmanDecoder?[4];
    private bool hasJfif;
    private int adobeTransform = -1; // -1: no such marker

    private JpegReader(byte[] file, bool recovers) => Bits = new JpegBits(file, recovers);

    public JpegBits Bits { get; }

    public int RestartInterval { get; private set; }

    public JpegFrame Frame { get; private set; } = null!;

    /// <summary>Whether inks stand for themselves and not for their absence.</summary>
    public bool HasAdobe => adobeTransform >= 0;

    /// <summary>The header of the scan behind the segments read so far.</summary>
    private byte[] NextScan { get; set; } = [];

    /// <summary>Reads a file up to its first scan.</summary>
    /// <exception cref="JpegError">It is damaged.</exception>
    public static JpegReader Open(byte[] file, bool recovers)
    {
        JpegReader reader = new(file, recovers);
        reader.Bits.NextUInt16(); // the start of the image, by which the file was told
        return reader.ReadToScan() ? reader : throw new JpegError("JPEG datastream contains no image");
    }

    /// <summary>The colours that the components are.</summary>
    public JpegColorSpace ColorSpace => Frame.Components switch
    {
        [_] => JpegColorSpace.Gray,
        [var a, var b, var c] => hasJfif ? JpegColorSpace.YCbCr
            : HasAdobe ? adobeTransform == 0 ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr
            : (a.Id, b.Id, c.Id) == ('R', 'G', 'B') ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr,
        [_, _, _, _] => HasAdobe && adobeTransform != 0 ? JpegColorSpace.Ycck : JpegColorSpace.Cmyk,
        _ => JpegColorSpace.Unknown,
    };

    /// <summary>Whether the components' coefficients are in several scans.</summary>
    private bool HasManyScans => Frame.IsProgressive || NextScan[0] < Frame.Components.Length;

    public ushort[] Quantization(int index) => index < 4 && quantization[index] is { } table ? table : throw new JpegError($"Quantization table 0x{index:x2} was not defined");

    public JpegHuffmanDecoder? Huffman(int index, bool isAc) => index < 4 ? (isAc ? ac : dc)[index] : null;

    /// <summary>Decodes all scans to the components' coefficients.</summary>
    public void DecodeScans(CancellationToken cancellation)
    {
        UseStandardCodes();
        bool isSingle = !HasManyScans;
        for (int scans = 0; ; scans++)
        {
            if (scans == MostScans) throw new JpegError("Too many scans");
            JpegScan.Read(this, Frame, NextScan).Decode(cancellation);
            if (!ReadToScan()) return;
            if (isSingle) throw new JpegError("Didn't expect more than one scan");
        }
    }

    /// <summary>Passes over the scans of a file whose image can only be begun once all of them are there.</summary>
    public void RequireScans()
    {
        UseStandardCodes();
        JpegScan.Read(this, Frame, NextScan);
        if (!HasManyScans) return;
        do
        {
            int marker = Bits.NextMarker();
            while (marker is >= JpegMarkers.FirstRestart and <= JpegMarkers.LastRestart) marker = Bits.NextMarker();
            Bits.Marker = marker;
        }
        while (ReadToScan());
    }

    private void UseStandardCodes()
    {
        dc[0] ??= new JpegHuffmanDecoder(JpegTables.LuminanceDcLengths, JpegTables.DcSymbols);
        ac[0] ??= new JpegHuffmanDecoder(JpegTables.LuminanceAcLengths, JpegTables.LuminanceAcSymbols);
        dc[1] ??= new JpegHuffmanDecoder(JpegTables.ChrominanceDcLengths, JpegTables.DcSymbols);
        ac[1] ??= new JpegHuffmanDecoder(JpegTables.ChrominanceAcLengths, JpegTables.ChrominanceAcSymbols);
    }

    /// <returns>False: the image ends.</returns>
    private bool ReadToScan()
    {
        while (true)
        {
            int marker = Bits.NextMarker();
            switch (marker)
            {
                case JpegMarkers.EndOfImage:
                    return false;
                case JpegMarkers.StartOfScan:
                    if (Frame is null) throw new JpegError("Invalid JPEG file structure: SOS before SOF");
                    NextScan = Bits.NextSegment().ToArray();
                    if (NextScan.Length == 0) throw new JpegError("Bogus marker length");
                    return true;
                case JpegMarkers.BaselineFrame or JpegMarkers.ExtendedFrame or JpegMarkers.ProgressiveFrame:
                    if (Frame is not null) throw new JpegError("Invalid JPEG file structure: two SOF markers");
                    Frame = JpegFrame.Read(Bits.NextSegment(), marker == JpegMarkers.ProgressiveFrame);
                    break;
                case JpegMarkers.HuffmanTables:
                    ReadHuffman(Bits.NextSegment());
                    break;
                case > JpegMarkers.ProgressiveFrame and <= JpegMarkers.LastFrame and not JpegMarkers.ArithmeticConditioning:
                    throw new JpegError($"Unsupported JPEG process: SOF type 0x{marker:x2}");
                case JpegMarkers.QuantizationTables:
                    ReadQuantization(Bits.NextSegment());
                    break;
                case JpegMarkers.RestartInterval:
                    ReadOnlySpan<byte> interval = Bits.NextSegment();
                    RestartInterval = interval.Length == 2 ? (interval[0] << 8) | interval[1] : throw new JpegError("Bogus marker length");
                    break;
                case JpegMarkers.App0:
                    hasJfif |= Bits.NextSegment() is { Length: >= 14 } and [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, ..];
                    break;
                case JpegMarkers.App14:
                    if (Bits.NextSegment() is { Length: >= 12 } and [(byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e', ..] and var adobe) adobeTransform = adobe[11];
                    break;
                case JpegMarkers.StartOfImage:
                    throw new JpegError("Invalid JPEG file structure: two SOI markers");
                case JpegMarkers.Temporary or (>= JpegMarkers.FirstRestart and <= JpegMarkers.LastRestart):
                    break;
                case JpegMarkers.ArithmeticConditioning or JpegMarkers.NumberOfLines or JpegMarkers.Comment or (>= JpegMarkers.App0 and <= JpegMarkers.App15):
                    Bits.NextSegment();
                    break;
                default:
                    throw new JpegError($"Unsupported marker type 0x{marker:x2}");
            }
        }
    }

    private void ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 16)
        {
            int index = segment[0], count = 0;
            foreach (byte length in segment.Slice(1, 16)) count += length;
            if (count > 256 || count > segment.Length - 17 || (index & ~0x13) != 0) throw new JpegError("Bogus Huffman table definition");
            ((index & 0x10) != 0 ? ac : dc)[index & 3] = new JpegHuffmanDecoder(segment.Slice(1, 16), segment.Slice(17, count));
            segment = segment[(17 + count)..];
        }

        if (segment.Length != 0) throw new JpegError("Bogus marker length");
    }

    private void ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            (int index, int bytes) = (segment[0] & 15, segment[0] >> 4 != 0 ? 2 : 1);
            if (index >= 4) throw new JpegError($"Bogus DQT index {index}");
            if (segment.Length < 1 + (JpegFrame.BlockSize * bytes)) throw new JpegError("Bogus marker length");
            ushort[] table = new ushort[JpegFrame.BlockSize];
            for (int i = 0; i < table.Length; i++)
            {
                table[JpegTables.Order[i]] = bytes == 1 ? segment[1 + i] : (ushort)((segment[1 + (2 * i)] << 8) | segment[2 + (2 * i)]);
            }

            quantization[index] = table;
            segment = segment[(1 + (JpegFrame.BlockSize * bytes))..];
        }
    }
}

/// <summary>What colours the components of a JPEG image are.</summary>
internal enum JpegColorSpace
{
    Unknown,
    Gray,
    Rgb,
    YCbCr,
    Cmyk,
    Ycck,
}

using System.Buffers.Binary;

namespace Weir.Ops;

/// <summary>WAV files of 16-bit PCM: samples from -1 to 1 are numbers of 32768 steps.</summary>
/// <remarks>Chunks are not padded to even sizes, as in TensorFlow. Source, also of the messages: wav_io.cc.</remarks>
internal static class WavFile
{
    private const int HeaderBytes = 44;
    private const float Steps = 32768;

    /// <summary>What a file holds.</summary>
    /// <param name="Rate">Samples a second.</param>
    /// <param name="Channels">1 or more.</param>
    /// <param name="Data">The little-endian samples, channel by channel for each moment.</param>
    internal readonly record struct Content(int Rate, int Channels, ReadOnlyMemory<byte> Data)
    {
        public int Frames => Data.Length / (Channels * sizeof(short));

        public float Sample(int frame, int channel) => BinaryPrimitives.ReadInt16LittleEndian(Data.Span[(((frame * Channels) + channel) * sizeof(short))..]) / Steps;
    }

    /// <exception cref="TfException">INVALID_ARGUMENT: the sizes do not fit a WAV file's header.</exception>
    public static byte[] Encode(ReadOnlySpan<float> samples, int rate, int channels)
    {
        if (rate <= 0) throw Error($"sample_rate must be in (0, 2^32), got: {rate}");
        if (channels is <= 0 or > ushort.MaxValue) throw Error($"num_channels must be in (0, 2^16), got: {channels}");
        long bytes = samples.Length * (long)sizeof(short);
        if (bytes > int.MaxValue - HeaderBytes) throw Error("Provided channels and frames cannot be encoded as a WAV.");
        byte[] file = new byte[HeaderBytes + bytes];
        Span<byte> header = file;
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], unchecked(rate * channels * sizeof(short)));
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], unchecked((ushort)(channels * sizeof(short))));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], (int)bytes);
        for (int i = 0; i < samples.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (i * sizeof(short))), Quantize(samples[i]));
        return file;
    }

    /// <exception cref="TfException">INVALID_ARGUMENT: not a WAV file of 16-bit PCM, or cut.</exception>
    public static Content Decode(ReadOnlyMemory<byte> file)
    {
        int at = 0;
        Expect("RIFF"u8);
        Read(4);
        Expect("WAVE"u8);
        Expect("fmt "u8);
        uint formatBytes = UInt32();
        if (formatBytes is not 16 and not 18) throw Error($"Bad format chunk size for WAV: Expected 16 or 18, but got{formatBytes}");
        int format = UInt16();
        if (format != 1) throw Error($"Bad audio format for WAV: Expected 1 (PCM), but got{format}");
        int channels = UInt16();
        if (channels < 1) throw Error($"Bad number of channels for WAV: Expected at least 1, but got {channels}");
        uint rate = UInt32(), bytesPerSecond = UInt32();
        int bytesPerFrame = UInt16(), bits = UInt16();
        if (bits != 16) throw Error($"Can only read 16-bit WAV files, but received {bits}");
        if (bytesPerFrame != channels * sizeof(short)) throw Error($"Bad bytes per sample in WAV header: Expected {channels * sizeof(short)} but got {bytesPerFrame}");
        if (rate > int.MaxValue || bytesPerSecond != rate * (ulong)bytesPerFrame) throw Error($"Bad bytes per second in WAV header: Expected {rate * (ulong)bytesPerFrame} but got {bytesPerSecond} (sample_rate={rate}, bytes_per_sample={bytesPerFrame})");
        if (formatBytes == 18) Read(2);
        ReadOnlyMemory<byte>? data = null;
        while (at < file.Length)
        {
            ReadOnlySpan<byte> id = Read(4).Span;
            uint size = UInt32();
            ReadOnlyMemory<byte> chunk = size <= int.MaxValue ? Read((int)size) : throw TooShort();
            if (!id.SequenceEqual("data"u8)) continue;
            if (data is not null) throw Error("More than one data chunk found in WAV");
            data = chunk[..(chunk.Length - (chunk.Length % bytesPerFrame))];
        }

        return new Content((int)rate, channels, data ?? throw Error("No data chunk found in WAV"));

        ReadOnlyMemory<byte> Read(int count)
        {
            if (count > file.Length - at) throw TooShort();
            at += count;
            return file.Slice(at - count, count);
        }

        uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Read(4).Span);

        int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Read(2).Span);

        void Expect(ReadOnlySpan<byte> text)
        {
            ReadOnlySpan<byte> found = Read(text.Length).Span;
            if (!found.SequenceEqual(text)) throw Error($"Header mismatch: Expected {System.Text.Encoding.ASCII.GetString(text)} but found {System.Text.Encoding.ASCII.GetString(found)}");
        }
    }

    // NaN is 0.
    private static short Quantize(float sample) => float.IsNaN(sample) ? (short)0 : (short)Math.Clamp(MathF.Round(sample * Steps, MidpointRounding.AwayFromZero), short.MinValue, short.MaxValue);

    private static TfException TooShort() => Error("Data too short when trying to read string");

    private static TfException Error(string message) => new(StatusCode.InvalidArgument, message);
}

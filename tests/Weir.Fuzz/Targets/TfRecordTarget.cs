using System.Buffers.Binary;

namespace Weir.Fuzz.Targets;

/// <summary>TFRecord files. The first byte chooses the compression, and whether the stream can tell its length.</summary>
internal sealed class TfRecordTarget : FuzzTarget
{
    private const int HeaderBytes = 12;

    public override string Name => "tfrecord";

    public override StatusCode[] Errors => [StatusCode.DataLoss, StatusCode.ResourceExhausted];

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] records = File.ReadAllBytes(Corpus.PathOf("facts/records.tfrecord"));
        yield return [0, .. records];
        yield return [4, .. records];
        yield return [0, .. File.ReadAllBytes(Corpus.PathOf("serving/examples.tfrecord"))];
        yield return [0, .. File.ReadAllBytes(Corpus.PathOf("serving/tf_serving_warmup_requests"))];
        yield return [1, .. File.ReadAllBytes(Corpus.PathOf("serving/examples.tfrecord.gz"))];
        using MemoryStream zlib = new();
        using (TfRecordWriter writer = new(zlib, TfRecordCompression.Zlib)) writer.Write(records);
        yield return [2, .. zlib.ToArray()];
    }

    public override string Read(byte[] input)
    {
        if (input.Length == 0) return "ok";
        MemoryStream stream = new(input, 1, input.Length - 1);
        TfRecordOptions options = new() { Compression = (TfRecordCompression)(input[0] & 3) == TfRecordCompression.Gzip ? TfRecordCompression.Gzip : (TfRecordCompression)(input[0] & 2) };
        using TfRecordReader reader = new((input[0] & 4) == 0 ? stream : new Unseekable(stream), options with { MaxRecordBytes = 1 << 24 });
        int count = 0;
        while (reader.Read()) count++;
        return $"ok {Math.Min(count, 3)} {options.Compression}";
    }

    public override byte[] Repair(byte[] input, Random random)
    {
        if (input.Length == 0 || (input[0] & 3) != 0 || random.Next(4) == 0) return input;
        long at = 1;
        while (at + HeaderBytes <= input.Length)
        {
            Span<byte> header = input.AsSpan((int)at, HeaderBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Crc32C.Mask(Crc32C.Compute(header[..8])));
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (length > (ulong)input.Length || at + HeaderBytes + (long)length + 4 > input.Length) break;
            if (random.Next(8) > 0)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan((int)at + HeaderBytes + (int)length), Crc32C.Mask(Crc32C.Compute(input.AsSpan((int)at + HeaderBytes, (int)length))));
            }

            at += HeaderBytes + (long)length + 4;
        }

        return input;
    }

    private sealed class Unseekable(MemoryStream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 1000));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

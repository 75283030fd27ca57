using System.Text.Json;
using CsCheck;

namespace Weir.Core.Tests.Records;

public sealed class TfRecordTests
{
    private static readonly byte[] Recorded = File.ReadAllBytes(Corpus.PathOf("facts/records.tfrecord"));

    [Fact]
    public void Reads_and_writes_what_TensorFlow_wrote()
    {
        byte[][] expected = RecordedStrings();
        using TfRecordReader reader = TfRecordReader.Open(Corpus.PathOf("facts/records.tfrecord"));
        byte[][] records = [.. reader.ReadAll()];
        Assert.Equal(expected, records);
        Assert.Equal(30, records.Length);
        Assert.Equal(Recorded, Written(records));
    }

    [Fact]
    public async Task Reads_and_writes_asynchronously()
    {
        MemoryStream stream = new();
        await using (TfRecordWriter writer = new(stream))
        {
            foreach (byte[] record in RecordedStrings()) await writer.WriteAsync(record, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Recorded, stream.ToArray());
        await using TfRecordReader reader = new(new OneByOne(Recorded));
        List<byte[]> records = [];
        await foreach (byte[] record in reader.ReadAllAsync(TestContext.Current.CancellationToken)) records.Add(record);
        Assert.Equal(RecordedStrings(), records);
    }

    [Fact]
    public void Reads_compressed_files()
    {
        using TfRecordReader gzip = TfRecordReader.Open(Corpus.PathOf("serving/examples.tfrecord.gz"), new TfRecordOptions { Compression = TfRecordCompression.Gzip });
        Assert.Equal(10, gzip.ReadAll().Count());
        foreach (TfRecordCompression compression in Enum.GetValues<TfRecordCompression>())
        {
            using TfRecordReader again = new(new MemoryStream(Written(RecordedStrings(), compression)), new TfRecordOptions { Compression = compression });
            Assert.Equal(RecordedStrings(), again.ReadAll());
        }
    }

    [Fact]
    public void Reads_a_file_of_a_model()
    {
        using IModelFile file = LocalFileSystem.Rooted(Corpus.PathOf("facts")).OpenRead("records.tfrecord");
        using TfRecordReader reader = new(file.AsStream());
        Assert.Equal(RecordedStrings(), reader.ReadAll());
        using Stream stream = file.AsStream();
        Assert.Equal((file.Length - 4, Recorded[^4]), (stream.Seek(-4, SeekOrigin.End), stream.ReadByte()));
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(0));
    }

    [Fact]
    public void Whatever_is_written_is_read_again() => Gen.Byte.Array[0, 600_000].Array[0, 6].Sample(records =>
    {
        using TfRecordReader reader = new(new MemoryStream(Written(records)));
        Assert.Equal(records, reader.ReadAll());
        Assert.False(reader.Read());
    }, iter: 30);

    [Fact]
    public void A_flipped_bit_is_data_loss_with_the_offset()
    {
        using TfRecordReader warmup = TfRecordReader.Open(Corpus.PathOf("serving/tf_serving_warmup_requests.corrupt"));
        Assert.Equal("corrupted record at 12", Lost(warmup).Message);
        byte[] lengthBroken = (byte[])Recorded.Clone();
        lengthBroken[0] ^= 1;
        Assert.Equal("corrupted record at 0 (Is this even a TFRecord file?)", Lost(new TfRecordReader(new MemoryStream(lengthBroken))).Message);
    }

    [Fact]
    public void A_file_that_was_cut_anywhere_gives_its_whole_records_and_data_loss()
    {
        byte[] file = Written(["ab"u8.ToArray(), [], "cde"u8.ToArray()]);
        int[] ends = [0, 18, 34, 53];
        for (int length = 0; length <= file.Length; length++)
        {
            using TfRecordReader reader = new(new MemoryStream(file[..length]));
            for (int whole = ends.Count(end => end <= length) - 1; whole > 0; whole--) Assert.True(reader.Read());
            if (ends.Contains(length)) Assert.False(reader.Read());
            else Assert.StartsWith("truncated record at ", Lost(reader).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 40)]
    [InlineData(-1L)]
    [InlineData(1L << 30)]
    public void A_forged_length_is_an_error_and_not_an_allocation(long length)
    {
        byte[] header = [.. BitConverter.GetBytes(length), .. BitConverter.GetBytes(Crc32C.Mask(Crc32C.Compute(BitConverter.GetBytes(length)))), 1, 2, 3];
        foreach (Stream stream in new Stream[] { new MemoryStream(header), new OneByOne(header) })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using TfRecordReader reader = new(stream);
            StatusCode code = Assert.Throws<TfException>(() => reader.Read()).Code;
            Assert.True(code is StatusCode.DataLoss or StatusCode.ResourceExhausted, code.ToString());
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void A_limit_is_kept()
    {
        byte[] file = Written([new byte[100]]);
        Assert.True(new TfRecordReader(new MemoryStream(file), new TfRecordOptions { MaxRecordBytes = 100 }).Read());
        TfRecordReader reader = new(new MemoryStream(file), new TfRecordOptions { MaxRecordBytes = 99 });
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<TfException>(() => reader.Read()).Code);
    }

    [Fact]
    public void Damaged_compression_is_data_loss()
    {
        byte[] file = Written(RecordedStrings(), TfRecordCompression.Zlib);
        file[file.Length / 2] ^= 0x55;
        using TfRecordReader reader = new(new MemoryStream(file), new TfRecordOptions { Compression = TfRecordCompression.Zlib });
        Assert.Equal(StatusCode.DataLoss, Assert.Throws<TfException>(() => reader.ReadAll().Count()).Code);
    }

    [Fact]
    public void A_missing_file_is_not_found() =>
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => TfRecordReader.Open(Corpus.PathOf("nowhere/x.tfrecord"))).Code);

    private static TfException Lost(TfRecordReader reader)
    {
        TfException error = Assert.Throws<TfException>(() => reader.Read());
        Assert.Equal(StatusCode.DataLoss, error.Code);
        return error;
    }

    private static byte[][] RecordedStrings()
    {
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(Corpus.PathOf("facts/crc.json")));
        return [.. facts.RootElement.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("length").GetInt32() <= 257).Select(Crc32CTests.DataOf)];
    }

    private static byte[] Written(IEnumerable<byte[]> records, TfRecordCompression compression = TfRecordCompression.None)
    {
        MemoryStream stream = new();
        using (TfRecordWriter writer = new(stream, compression))
        {
            foreach (byte[] record in records) writer.Write(record);
        }

        return stream.ToArray();
    }

    /// <summary>A stream that can not tell its length and gives one byte at a time.</summary>
    private sealed class OneByOne(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}

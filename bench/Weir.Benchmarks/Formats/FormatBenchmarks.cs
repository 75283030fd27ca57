using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Weir.Protos;

namespace Weir.Benchmarks.Formats;

/// <summary>Readers of files against the least that reading the same bytes takes. Files are in the page cache.</summary>
internal static unsafe class FormatBenchmarks
{
    private const int BlockBytes = 1 << 18;
    private const int ArrayBytes = 64 << 20;

    public static void Run()
    {
        string folder = Directory.CreateTempSubdirectory("weir-formats-").FullName;
        try
        {
            Text();
            Content();
            Records(folder, 300);
            Records(folder, 20_000);
            Array(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A graph as saved_model.pbtxt holds it, and weights as text.</summary>
    private static void Text()
    {
        GraphDef graph = new();
        for (int i = 0; i < 20_000; i++) graph.Node.Add(Node(i));
        byte[] text = TextFormat.PrintUtf8(graph);
        byte[] binary = graph.ToByteArray();
        PrintProcessorTime($"pbtxt, graph of {text.Length / 1e6:F0} MB", text.Length, new("parse", () => TextFormat.Parse<GraphDef>(text, null)), new("binary parse", () => GraphDef.Parser.ParseFrom(binary)));
        PrintProcessorTime("pbtxt, the same printed", text.Length, new("print", () => TextFormat.PrintUtf8(graph)), new("binary write", () => graph.ToByteArray()));
        Random random = new(1);
        TensorProto weights = new() { Dtype = DataType.DtFloat, FloatVal = { Enumerable.Range(0, 500_000).Select(_ => random.NextSingle()) } };
        byte[] numbers = TextFormat.PrintUtf8(weights);
        byte[] packed = weights.ToByteArray();
        PrintProcessorTime($"pbtxt, floats, {numbers.Length / 1e6:F0} MB", numbers.Length, new("parse", () => TextFormat.Parse<TensorProto>(numbers)), new("binary parse", () => TensorProto.Parser.ParseFrom(packed)));
    }

    private static NodeDef Node(int i) => new()
    {
        Name = $"layer_{i / 10}/node_{i}",
        Op = "MatMul",
        Input = { $"layer_{i / 10}/node_{i - 1}", $"layer_{i / 10}/weights/read" },
        Attr =
        {
            ["T"] = new AttrValue { Type = DataType.DtFloat },
            ["transpose_a"] = new AttrValue { B = false },
            ["_output_shapes"] = new AttrValue { List = new AttrValue.Types.ListValue { Shape = { ShapeProtoCodec.Encode([4, 128]) } } },
        },
    };

    private static void Content()
    {
        using Tensor tensor = Tensor.Create<float>([ArrayBytes / sizeof(float)], values => values.Fill(0.5f));
        TensorProto proto = TensorProtoCodec.Encode(tensor, TensorProtoEncoding.TensorContent);
        Print("tensor_content, 64 MB", ArrayBytes, new("decode", () => TensorProtoCodec.Decode(proto).Dispose()), new("one copy", () => Copy(proto.TensorContent.Span)));
    }

    private static void Copy(ReadOnlySpan<byte> content)
    {
        void* memory = NativeMemory.AlignedAlloc((nuint)content.Length, 64);
        content.CopyTo(new Span<byte>(memory, content.Length));
        NativeMemory.AlignedFree(memory);
    }

    private static void Records(string folder, int recordBytes)
    {
        string path = Path.Combine(folder, $"{recordBytes}.tfrecord");
        byte[] record = new byte[recordBytes];
        new Random(2).NextBytes(record);
        using (TfRecordWriter writer = TfRecordWriter.Create(path))
        {
            for (int done = 0; done < ArrayBytes; done += recordBytes) writer.Write(record);
        }

        Print($"TFRecord, {recordBytes} bytes each", new FileInfo(path).Length, new("read", () => ReadRecords(path)), new("read + CRC32C", () => ReadAndSum(path)));
    }

    private static void ReadRecords(string path)
    {
        using TfRecordReader reader = TfRecordReader.Open(path);
        while (reader.Read())
        {
        }
    }

    private static void ReadAndSum(string path)
    {
        byte[] buffer = new byte[BlockBytes];
        using FileStream file = new(path, new FileStreamOptions { BufferSize = 0 });
        uint sum = 0;
        for (int got; (got = file.Read(buffer)) > 0;) sum = Crc32C.Append(sum, buffer.AsSpan(0, got));
        GC.KeepAlive(sum);
    }

    private static void Array(string folder)
    {
        string path = Path.Combine(folder, "array.npy");
        using (Tensor tensor = Tensor.Create<float>([1024, ArrayBytes / 1024 / sizeof(float)], values => values.Fill(0.5f)))
        using (FileStream file = File.Create(path))
        {
            Npy.Write(file, tensor);
        }

        Print("npy, 64 MB", ArrayBytes, new("read", () => ReadArray(path)), new("read the bytes", () => ReadBytes(path)));
    }

    private static void ReadArray(string path)
    {
        using FileStream file = File.OpenRead(path);
        Npy.Read(file).Dispose();
    }

    private static void ReadBytes(string path)
    {
        using FileStream file = new(path, new FileStreamOptions { BufferSize = 0 });
        byte* memory = (byte*)NativeMemory.AlignedAlloc((nuint)file.Length, 64);
        for (long done = 0; done < file.Length;) done += file.Read(new Span<byte>(memory + done, (int)Math.Min(1 << 20, file.Length - done)));
        NativeMemory.AlignedFree(memory);
    }

    /// <summary>Calls of a second, in the processor's time: others cannot take it away, and the collector's part is in it.</summary>
    private static void PrintProcessorTime(string title, long bytes, Contestant weir, Contestant other) =>
        Print(title, bytes, weir, other, [LeastProcessorTime(weir.Run), LeastProcessorTime(other.Run)]);

    private static double LeastProcessorTime(Action run)
    {
        double least = double.MaxValue;
        for (int i = 0; i < 8; i++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            run();
            least = Math.Min(least, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return least;
    }

    private static void Print(string title, long bytes, Contestant weir, Contestant other) => Print(title, bytes, weir, other, SideBySide.Medians(weir, other));

    private static void Print(string title, long bytes, Contestant weir, Contestant other, double[] seconds)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{title,-30} | {weir.Name} {bytes / seconds[0] / 1e6:F0} MB/s | {other.Name} {bytes / seconds[1] / 1e6:F0} MB/s | relative: {seconds[1] / seconds[0]:F2}"));
    }
}

using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Weir.Benchmarks.Bundle;
using Weir.Protos;

namespace Weir.Benchmarks.Formats;

/// <summary>How much memory it takes to bring in a frozen graph, against the graph's own bytes.</summary>
internal static class ImportMemory
{
    /// <summary>One of 500 MB in constants of 4 MB, and with "large" one near the 2 GiB that a message may have, in constants of 64 MB.</summary>
    public static void Run(ReadOnlySpan<string> args)
    {
        if (args.Contains("large")) Run(constants: 30, constantBytes: 64 << 20);
        else Run(constants: 125, constantBytes: 4 << 20);
    }

    private static void Run(int constants, int constantBytes)
    {
        string path = Path.GetTempFileName();
        try
        {
            Write(path, constants, constantBytes);
            long bytes = new FileInfo(path).Length;
            GC.Collect();
            using PrivateMemory memory = new();
            long start = Stopwatch.GetTimestamp();
            Graph graph = new();
            using (FileStream file = File.OpenRead(path)) graph.Import(GraphDef.Parser.ParseFrom(file), new ImportOptions { TakesMessage = true });
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            double grown = memory.Grown();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a frozen graph of {bytes >> 20} MB | {grown / bytes:F2} times its bytes at most while it is imported, which takes {took.TotalSeconds:F1} s"));
            GC.KeepAlive(graph);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Node by node, as parts of one message: the writer needs no more than one of them.</summary>
    private static void Write(string path, int constants, int constantBytes)
    {
        using FileStream file = File.Create(path);
        byte[] content = new byte[constantBytes];
        for (int i = 0; i < constants; i++)
        {
            NodeDef node = new() { Name = $"c{i}", Op = "Const" };
            node.Attr["dtype"] = new AttrValue { Type = DataType.DtFloat };
            node.Attr["value"] = new AttrValue
            {
                Tensor = new TensorProto
                {
                    Dtype = DataType.DtFloat,
                    TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = constantBytes / sizeof(float) } } },
                    TensorContent = UnsafeByteOperations.UnsafeWrap(content),
                },
            };
            new GraphDef { Node = { node } }.WriteTo(file);
        }
    }
}

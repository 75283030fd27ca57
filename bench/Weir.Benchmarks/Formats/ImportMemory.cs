using System.Globalization;
using Google.Protobuf;
using Weir.Benchmarks.Bundle;
using Weir.Protos;

namespace Weir.Benchmarks.Formats;

/// <summary>How much memory it takes to bring in a frozen graph, against the graph's own bytes.</summary>
internal static class ImportMemory
{
    private const int Constants = 125;
    private const int ConstantBytes = 4 << 20;

    public static void Run()
    {
        string path = Path.GetTempFileName();
        try
        {
            Write(path);
            long bytes = new FileInfo(path).Length;
            GC.Collect();
            using PrivateMemory memory = new();
            Graph graph = new();
            using (FileStream file = File.OpenRead(path)) graph.Import(GraphDef.Parser.ParseFrom(file), new ImportOptions { TakesMessage = true });
            double grown = memory.Grown();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a frozen graph of {bytes >> 20} MB | {grown / bytes:F2} times its bytes at most while it is imported"));
            GC.KeepAlive(graph);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Node by node, as parts of one message: the writer needs no more than one of them.</summary>
    private static void Write(string path)
    {
        using FileStream file = File.Create(path);
        byte[] content = new byte[ConstantBytes];
        for (int i = 0; i < Constants; i++)
        {
            NodeDef node = new() { Name = $"c{i}", Op = "Const" };
            node.Attr["dtype"] = new AttrValue { Type = DataType.DtFloat };
            node.Attr["value"] = new AttrValue
            {
                Tensor = new TensorProto
                {
                    Dtype = DataType.DtFloat,
                    TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = ConstantBytes / sizeof(float) } } },
                    TensorContent = UnsafeByteOperations.UnsafeWrap(content),
                },
            };
            new GraphDef { Node = { node } }.WriteTo(file);
        }
    }
}

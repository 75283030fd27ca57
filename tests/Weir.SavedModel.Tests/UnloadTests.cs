using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Weir.Protos;

namespace Weir.SavedModels.Tests;

/// <summary>What a model held is free when it is disposed.</summary>
public sealed class UnloadTests
{
    private const int Models = 60;
    private const int Constants = 200;
    private const int Elements = 10_000;

    /// <summary>Eight megabytes of constants, in pieces of which the collector is told nothing, half of them in a function.</summary>
    [Fact]
    public void Models_that_come_and_go_leave_nothing_behind()
    {
        string folder = Directory.CreateTempSubdirectory("weir-unload").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "saved_model.pb"), Model().ToByteArray());
            for (int i = 0; i < 5; i++) Use();
            long before = MemoryInUse();
            for (int i = 0; i < Models; i++) Use();
            long grown = MemoryInUse() - before;
            Assert.True(grown < 100 << 20, $"{grown >> 20} MB more after {Models} models");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Use()
        {
            SavedModel model = SavedModel.Load(folder);
            using Tensor sum = model.Session.Run(model.Session.Graph.GetOutput("sum:0"));
            model.Dispose();
            Assert.Equal([(float)Constants * Elements], sum.ToArray<float>());
            Assert.Throws<ObjectDisposedException>(() => new Session(model.Session.Graph));
        }

    }

    /// <summary>The process's own memory, without the managed heap.</summary>
    private static long MemoryInUse()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PrivateMemorySize64 - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }

    private static Protos.SavedModel Model()
    {
        GraphDef graph = new() { Library = new FunctionDefLibrary(), Versions = new VersionDef { Producer = 1645 } };
        FunctionDef function = new() { Signature = new OpDef { Name = "f", OutputArg = { new OpDef.Types.ArgDef { Name = "y", Type = DataType.DtFloat } } }, Ret = { ["y"] = "all:sum:0" } };
        AddSum(function.NodeDef, ":output:0");
        graph.Library.Function.Add(function);
        AddSum(graph.Node, "");
        graph.Node.Add(new NodeDef
        {
            Name = "call",
            Op = "PartitionedCall",
            Attr =
            {
                ["Tin"] = new AttrValue { List = new AttrValue.Types.ListValue() },
                ["Tout"] = new AttrValue { List = new AttrValue.Types.ListValue { Type = { DataType.DtFloat } } },
                ["f"] = new AttrValue { Func = new NameAttrList { Name = "f" } },
            },
        });
        graph.Node.Add(new NodeDef { Name = "axis", Op = "Const", Attr = { ["dtype"] = Type(DataType.DtInt32), ["value"] = Value(Tensor.Scalar(0)) } });
        graph.Node.Add(new NodeDef { Name = "both", Op = "AddV2", Input = { "all", "call" }, Attr = { ["T"] = Type(DataType.DtFloat) } });
        graph.Node.Add(new NodeDef { Name = "sum", Op = "Sum", Input = { "both", "axis" }, Attr = { ["T"] = Type(DataType.DtFloat), ["Tidx"] = Type(DataType.DtInt32) } });
        return new Protos.SavedModel
        {
            SavedModelSchemaVersion = 1,
            MetaGraphs = { new MetaGraphDef { MetaInfoDef = new MetaGraphDef.Types.MetaInfoDef { Tags = { "serve" } }, GraphDef = graph } },
        };
    }

    private static void AddSum(RepeatedField<NodeDef> nodes, string output)
    {
        using Tensor ones = Tensor.Create<float>([Elements], span => span.Fill(1));
        NodeDef all = new() { Name = "all", Op = "AddN", Attr = { ["N"] = new AttrValue { I = Constants / 2 }, ["T"] = Type(DataType.DtFloat) } };
        for (int i = 0; i < Constants / 2; i++)
        {
            nodes.Add(new NodeDef { Name = $"c{i}", Op = "Const", Attr = { ["dtype"] = Type(DataType.DtFloat), ["value"] = Value(ones) } });
            all.Input.Add($"c{i}{output}");
        }

        nodes.Add(all);
    }

    private static AttrValue Type(DataType type) => new() { Type = type };

    private static AttrValue Value(Tensor tensor) => new() { Tensor = TensorProtoCodec.Encode(tensor) };
}

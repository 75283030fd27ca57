using Weir.Protos;

namespace Weir.Runtime.Tests.Graphs;

/// <summary>Libraries of functions, imported and exported again: what TensorFlow wrote comes out, but for notes on source lines.</summary>
public sealed class ExportedFunctionsTests
{
    public static TheoryData<string> Models() =>
        [.. Directory.GetFiles(CorpusFolder.Root, "saved_model.pb", SearchOption.AllDirectories).Where(HasFunctions).Select(path => Path.GetRelativePath(CorpusFolder.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Come_out_as_they_went_in(string model)
    {
        GraphDef recorded = Read(Path.Combine(CorpusFolder.Root, model)).MetaGraphs[0].GraphDef;
        Weir.Graph graph = new();
        graph.Import(recorded);
        FunctionDefLibrary own = graph.ExportMetaGraph().GraphDef.Library;
        Assert.Equal(recorded.Library.Function.Select(Bare).OrderBy(function => function.Signature.Name, StringComparer.Ordinal),
            own.Function.Select(Bare).OrderBy(function => function.Signature.Name, StringComparer.Ordinal));
        Assert.Equal(recorded.Library.Gradient, own.Gradient);
        Assert.Equal(recorded.Library.RegisteredGradients, own.RegisteredGradients);
        new Weir.Graph().Import(graph.ExportMetaGraph(new MetaGraphOptions { StripDefaultAttrs = true }).GraphDef);
    }

    private static FunctionDef Bare(FunctionDef function)
    {
        FunctionDef bare = function.Clone();
        bare.NodeDef.Clear();
        bare.NodeDef.AddRange(function.NodeDef.Select(NodeText.Comparable));
        return bare;
    }

    private static bool HasFunctions(string path)
    {
        try
        {
            return Read(path) is { MetaGraphs: [{ GraphDef.Library.Function.Count: > 0 }, ..] };
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static Protos.SavedModel Read(string path) => Protos.SavedModel.Parser.ParseFrom(File.ReadAllBytes(path));
}

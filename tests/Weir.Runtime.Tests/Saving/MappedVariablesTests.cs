using System.Runtime.InteropServices;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Variables whose restored values are views of the checkpoint's files.</summary>
public sealed class MappedVariablesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-mapped-").FullName;

    private string Prefix => $"{folder}/m";

    private string DataPath => Prefix + ".data-00000-of-00001";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Get_memory_of_their_own_when_they_change(bool isResource)
    {
        Graph graph = new();
        Variable v = graph.Variable("v", Initializers.Ones, shape: [3], options: new VariableOptions { UseResource = isResource });
        Operation add = v.AssignAdd(graph.Constant(Tensor.From(1f, 2f, 3f)));
        Saver saver = new(graph);
        using (Session first = new(graph))
        {
            first.Run(graph.GlobalVariablesInitializer());
            saver.Save(first, Prefix);
        }

        using Session session = new(graph, new SessionOptions { RestoreMode = RestoreMode.Map });
        saver.Restore(session, Prefix);
        using (Tensor restored = session.Run(v))
        {
            Assert.Equal([1f, 1, 1], restored.ToArray<float>());
            using (FileStream written = File.OpenWrite(DataPath)) written.Write(new byte[4]); // which shows that it is a view
            Assert.Equal([0f, 1, 1], restored.ToArray<float>());
        }

        session.Run(add);
        session.Run(add);
        using Tensor changed = session.Run(v);
        Assert.Equal([2f, 5, 7], changed.ToArray<float>());
        Assert.Equal([0f, 1, 1], MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(DataPath)).ToArray());

        // The file that the variable was a view of is replaced by what the variable is now.
        saver.Save(session, Prefix);
        saver.Restore(session, Prefix);
        using Tensor again = session.Run(v);
        Assert.Equal([2f, 5, 7], again.ToArray<float>());
    }
}

using CsCheck;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Objects in any arrangement, shared, in circles, with any names: saved, restored into objects like them, and saved again.</summary>
public sealed class RandomObjectsTests : IDisposable
{
    private static readonly string[] Names = ["a", "b", "a/b", ".", "..", ".S", "ä", "0", ".ATTRIBUTES", "save_counter"];

    private static readonly Gen<(int Objects, int Variables, (int From, int To, int Name)[] Edges)> Arrangement =
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 5], Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, Names.Length - 2]).Array[0, 20]);

    private readonly string folder = Directory.CreateTempSubdirectory("weir-random-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Come_back()
    {
        Arrangement.Sample(arrangement =>
        {
            Graph graph = new();
            ObjectCheckpoint root = new(graph);
            Trackable[] objects = [root, .. Enumerable.Range(0, arrangement.Objects).Select(_ => new Trackable())];
            Trackable[] all = [.. objects, .. Enumerable.Range(0, arrangement.Variables).Select(i => (Trackable)graph.Variable($"v{i}", Initializers.Constant(i), [i]))];
            foreach ((int from, int to, int name) in arrangement.Edges) objects[from % objects.Length][Names[name]] = all[to % all.Length];
            string prefix = $"{folder}/{Guid.NewGuid():N}";
            using Session session = new(graph);
            session.Run(graph.GlobalVariablesInitializer());
            root.Write(session, prefix);

            Graph other = new();
            ObjectCheckpoint rebuilt = RebuiltObjects.Of(other, prefix);
            using Session second = new(other);
            rebuilt.Read(second, prefix).AssertConsumed();
            rebuilt.Write(second, prefix + "-again");
            CheckpointFiles.AssertSame(prefix, prefix + "-again");
        }, iter: 200, threads: 1);
    }
}

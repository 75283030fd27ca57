// The programs of TensorFlow's guide to saving variables:
//   dotnet run --project samples/SaveVariables -- save /tmp/model.ckpt
//   dotnet run --project samples/SaveVariables -- restore /tmp/model.ckpt
//   dotnet run --project samples/SaveVariables -- subset /tmp/model.ckpt
//   dotnet run --project samples/SaveVariables -- inspect /tmp/model.ckpt
using Weir;

if (args is not ["save" or "restore" or "subset" or "inspect", string path])
{
    Console.Error.WriteLine("usage: SaveVariables save|restore|subset|inspect PREFIX");
    return 2;
}

try
{
    if (args[0] == "save") Save(path);
    else if (args[0] == "restore") Restore(path);
    else if (args[0] == "subset") RestoreSubset(path);
    else Inspect(path);
    return 0;
}
catch (TfException e)
{
    Console.Error.WriteLine($"{e.Code}: {e.Message}");
    return 1;
}

static void Save(string path)
{
    Graph graph = new();
    Variable v1 = graph.Variable("v1", Initializers.Zeros, shape: [3]);
    Variable v2 = graph.Variable("v2", Initializers.Zeros, shape: [5]);
    Operation incV1 = v1.Assign(v1 + 1);
    Operation decV2 = v2.Assign(v2 - 1);
    Operation init = graph.GlobalVariablesInitializer();
    Saver saver = new(graph);

    using Session session = new(graph);
    session.Run(init);
    session.Run(incV1, decV2);
    Console.WriteLine($"Model saved in path: {saver.Save(session, path)}");
}

static void Restore(string path)
{
    Graph graph = new();
    Variable v1 = graph.Variable("v1", shape: [3]);
    Variable v2 = graph.Variable("v2", shape: [5]);
    Saver saver = new(graph);

    using Session session = new(graph);
    saver.Restore(session, path);
    Console.WriteLine("Model restored.");
    Print(session, v1, v2);
}

static void RestoreSubset(string path)
{
    Graph graph = new();
    Variable v1 = graph.Variable("v1", Initializers.Zeros, shape: [3]);
    Variable v2 = graph.Variable("v2", Initializers.Zeros, shape: [5]);
    Saver saver = new(graph, new() { ["v2"] = v2 });

    using Session session = new(graph);
    session.Run(v1.Initializer!); // the saver does not
    saver.Restore(session, path);
    Print(session, v1, v2);
}

static void Inspect(string path)
{
    CheckpointInspector.PrintTensorsInCheckpointFile(path, tensorName: "", allTensors: true);
    CheckpointInspector.Print(path, tensorName: "v1");
    CheckpointInspector.Print(path, tensorName: "v2");
}

static void Print(Session session, params Variable[] variables)
{
    foreach (Variable variable in variables)
    {
        using Tensor value = session.Run(variable);
        Console.WriteLine($"{variable.Name} : {value}");
    }
}

// Training that goes on where it stopped: start it, kill it, start it again.
//   dotnet run --project samples/ResumeTraining -- /tmp/train 1000
using System.Globalization;
using Weir;

if (args is not [string folder, string last])
{
    Console.Error.WriteLine("usage: ResumeTraining FOLDER STEPS");
    return 2;
}

Graph graph = new();
Variable weights = graph.Variable("weights", Initializers.Zeros, shape: [100_000]);
Variable globalStep = graph.Variable("global_step", Initializers.Zeros, shape: []);
Operation train = graph.Group([weights.Assign(weights + 1), globalStep.Assign(globalStep + 1)]);
Operation init = graph.GlobalVariablesInitializer();
Saver saver = new(graph, options: new SaverOptions { MaxToKeep = 3 });

try
{
    using Session session = new(graph);
    if (CheckpointState.Read(folder) is { } state)
    {
        saver.Restore(session, state.ModelCheckpointPath);
        saver.RecoverLastCheckpoints(state.AllModelCheckpointPaths); // so that old ones are deleted in their turn
    }
    else
    {
        session.Run(init);
    }

    for (long step = Step(session); step < long.Parse(last, CultureInfo.InvariantCulture); step = Step(session))
    {
        session.Run(train);
        Console.WriteLine(saver.Save(session, $"{folder}/model.ckpt", globalStep: step + 1));
    }

    return 0;
}
catch (TfException e)
{
    Console.Error.WriteLine($"{e.Code}: {e.Message}");
    return 1;
}

long Step(Session session)
{
    using Tensor value = session.Run(globalStep);
    return (long)value.AsSpan<float>()[0];
}

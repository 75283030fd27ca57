using Weir.Protos;
using Weir.Protos.Serving;
using State = Weir.Protos.Serving.ModelVersionStatus.Types.State;

namespace Weir.Cli.Serve;

/// <summary>Versions and models come and go while clients ask.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly ModelFolder folder = new();

    [Fact]
    public async Task A_new_version_takes_over_and_no_request_fails()
    {
        folder.Add("1", "tf2_models/half_plus_two");
        await using ServerProcess server = await ServerProcess.StartAsync("--model_name=m", $"--model_base_path={folder.Path}");
        Assert.Equal(1, (await server.PredictAsync(Request("m"))).ModelSpec.Version);
        bool isOver = false;
        Task<HashSet<long>> asking = AskUntil(server, () => Volatile.Read(ref isOver));
        for (int version = 2; version <= 4; version++)
        {
            folder.Add($"000{version}", "tf2_models/half_plus_two");
            await server.UntilAsync(async () => await server.StateAsync("m", version) == State.Available && await server.StateAsync("m", version - 1) == State.End);
        }

        Volatile.Write(ref isOver, true);
        HashSet<long> seen = await asking;
        Assert.Contains(4, seen);
        Assert.DoesNotContain("rror", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_memory_of_an_old_version_is_given_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read from /proc.");
        folder.AddText("1", LargeModel);
        await using ServerProcess server = await ServerProcess.StartAsync("--model_name=m", $"--model_base_path={folder.Path}");
        long one = Resident(server);
        Assert.True(one > 200 << 20);
        folder.AddText("2", LargeModel);
        await server.UntilAsync(async () => await server.StateAsync("m", 1) == State.End);
        await server.UntilAsync(() => Task.FromResult(Resident(server) < one + (100 << 20)));
    }

    [Fact]
    public async Task Models_and_labels_are_reloaded_by_a_client()
    {
        folder.Add("1", "tf2_models/half_plus_two");
        folder.Add("2", "tf2_models/half_plus_two");
        await using ServerProcess server = await ServerProcess.StartAsync("--model_name=m", $"--model_base_path={folder.Path}");
        ReloadConfigRequest reload = new() { Config = new ModelServerConfig { ModelConfigList = new ModelConfigList() } };
        ModelConfig config = new() { Name = "n", BasePath = folder.Path, ModelPlatform = "tensorflow" };
        config.ModelVersionPolicy = new() { Specific = new() { Versions = { 1, 2 } } };
        reload.Config.ModelConfigList.Config.Add(config);
        await server.ReloadAsync(reload);
        await server.UntilAsync(async () => await server.StateAsync("m", 2) == State.End && await server.StateAsync("n", 1) == State.Available && await server.StateAsync("n", 2) == State.Available);

        config.VersionLabels["stable"] = 1;
        config.VersionLabels["canary"] = 2;
        await server.ReloadAsync(reload);
        PredictRequest request = Request("n");
        request.ModelSpec.VersionLabel = "stable";
        Assert.Equal(1, (await server.PredictAsync(request)).ModelSpec.Version);
        request.ModelSpec.VersionLabel = "canary";
        Assert.Equal(2, (await server.PredictAsync(request)).ModelSpec.Version);

        config.VersionLabels["stable"] = 3;
        Grpc.Core.RpcException e = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => server.ReloadAsync(reload));
        Assert.Equal("Request to assign label to version 3 of model n, which is not currently available for inference", e.Status.Detail);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>256 MiB from a few lines: a constant whose one value repeats.</summary>
    private const string LargeModel = """
        saved_model_schema_version: 1
        meta_graphs {
          meta_info_def { tags: "serve" }
          graph_def {
            node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
            node {
              name: "large" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } }
              attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 67108864 } } float_val: 1 } } }
            }
            node { name: "y" op: "AddV2" input: "x" input: "large" attr { key: "T" value { type: DT_FLOAT } } }
            versions { producer: 1645 }
          }
          signature_def {
            key: "serving_default"
            value {
              inputs { key: "x" value { name: "x:0" dtype: DT_FLOAT tensor_shape {} } }
              outputs { key: "y" value { name: "y:0" dtype: DT_FLOAT tensor_shape { unknown_rank: true } } }
              method_name: "tensorflow/serving/predict"
            }
          }
        }
        """;

    private static long Resident(ServerProcess server) =>
        long.Parse(File.ReadLines($"/proc/{server.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            System.Globalization.CultureInfo.InvariantCulture) * 1024;

    private static PredictRequest Request(string model)
    {
        PredictRequest request = new() { ModelSpec = new ModelSpec { Name = model } };
        request.Inputs.Add("x", new TensorProto { Dtype = DataType.DtFloat, TensorShape = new() { Dim = { new TensorShapeProto.Types.Dim { Size = 1 } } }, FloatVal = { 2 } });
        return request;
    }

    private static async Task<HashSet<long>> AskUntil(ServerProcess server, Func<bool> isOver)
    {
        HashSet<long> versions = [];
        while (!isOver())
        {
            PredictResponse response = await server.PredictAsync(Request("m"));
            Assert.Equal(3f, response.Outputs["y"].FloatVal[0]);
            versions.Add(response.ModelSpec.Version!.Value);
        }

        return versions;
    }
}

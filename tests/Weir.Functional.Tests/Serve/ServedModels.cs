namespace Weir.Cli.Serve;

/// <summary>One server for the tests of requests, with several models of the corpus, by a model config file.</summary>
public sealed class ServedModels : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        "saved_models/half_plus_two", "saved_models/half_plus_two_pbtxt", "saved_models/guide_builder", "saved_models/multi_tags", "tf2_models/k2_mlp", "tf2_models/hundred_signatures",
    ];

    private readonly List<ModelFolder> folders = [];

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        string config = "";
        foreach (string name in Names)
        {
            ModelFolder folder = new();
            folder.Add("00000123", name);
            folders.Add(folder);
            config += $"config {{ name: '{name.Split('/')[1]}' base_path: '{folder.Path}' model_platform: 'tensorflow' "
                + "version_labels { key: 'canary' value: 123 } }\n";
        }

        string file = Path.Combine(folders[0].Path, "models.config");
        await File.WriteAllTextAsync(file, $"model_config_list {{\n{config}}}\n");
        string monitoring = Path.Combine(folders[0].Path, "monitoring.config");
        await File.WriteAllTextAsync(monitoring, "prometheus_config { enable: true }");
        Server = await ServerProcess.StartAsync($"--model_config_file={file}", $"--monitoring_config_file={monitoring}");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        foreach (ModelFolder folder in folders) folder.Dispose();
    }
}

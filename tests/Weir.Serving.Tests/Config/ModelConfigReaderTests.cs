using System.Text.Json;
using Weir.Protos.Serving;
using Weir.Tests;

namespace Weir.Configurations;

public sealed class ModelConfigReaderTests
{
    private const string Platform = "model_platform: 'tensorflow'";

    [Fact]
    public void Models_policies_and_labels_are_read()
    {
        IReadOnlyList<ServedModel> models = Read($$"""
            model_config_list {
              config { name: 'a' base_path: '/a' {{Platform}} }
              config { name: 'b' base_path: '/b' model_type: TENSORFLOW model_version_policy { latest { num_versions: 2 } } }
              config { name: 'c' base_path: '/c' {{Platform}} model_version_policy { all {} } }
              config { name: 'd' base_path: '/d' {{Platform}} model_version_policy { specific { versions: 1 versions: 2 } } version_labels { key: 'stable' value: 1 } }
            }
            """);
        Assert.Equal(["a", "b", "c", "d"], models.Select(model => model.Name));
        Assert.Equal(new VersionPolicy.Latest(1), models[0].VersionPolicy);
        Assert.Equal(new VersionPolicy.Latest(2), models[1].VersionPolicy);
        Assert.IsType<VersionPolicy.All>(models[2].VersionPolicy);
        Assert.Equal([1, 2], Assert.IsType<VersionPolicy.Specific>(models[3].VersionPolicy).Versions);
        Assert.Equal(1, models[3].VersionLabels["stable"]);
    }

    [Theory]
    [InlineData("config { name: 'a' base_path: '/a' P } config { name: 'a' base_path: '/b' P }", "Illegal to list model a multiple times in config list")]
    [InlineData("config { name: 'a' base_path: 'a' P }", "Expected model a to have an absolute path or URI; got base_path()=a")]
    [InlineData("config { name: 'a' base_path: '/a' }",
        "Illegal setting neither ModelServerConfig::model_type (deprecated) nor ModelServerConfig::model_platform, model name is a")]
    [InlineData("config { name: 'a' base_path: '/a' model_platform: 'other' }", "PlatformConfigMap has no entry for platform other")]
    [InlineData("config { name: 'a' base_path: 'gs://a' P }", "Model a has the base path gs://a: only folders of this machine can be served.")]
    public void Errors_are_those_of_TensorFlow_Serving(string config, string message) => Assert.Equal(
        message, Assert.Throws<TfException>(() => { Read($"model_config_list {{ {config.Replace(" P ", $" {Platform} ")} }}"); }).Message);

    /// <summary>The files that clients have: each is read, but for those that do not say the platform, as in TensorFlow Serving.</summary>
    [Fact]
    public void Recorded_configurations_are_read()
    {
        int read = 0;
        foreach (JsonElement row in Corpus.Rows("serving/configs.jsonl.gz"))
        {
            if (row.GetProperty("type").GetString() != "tensorflow.serving.ModelServerConfig" || !row.TryGetProperty("bytes", out JsonElement bytes)) continue;
            ModelServerConfig config = ModelServerConfig.Parser.ParseFrom(bytes.GetBytesFromBase64());
            if (config.ModelConfigList?.Config.Any(model => model.ModelPlatform.Length == 0 && !row.GetProperty("text").GetString()!.Contains("model_type", StringComparison.Ordinal)) == true)
            {
                Assert.StartsWith("Illegal setting neither", Assert.Throws<TfException>(() => ModelConfigReader.Read(config)).Message, StringComparison.Ordinal);
                continue;
            }

            Assert.Equal(config.ModelConfigList?.Config.Select(model => model.Name) ?? [], ModelConfigReader.Read(config).Select(model => model.Name));
            read++;
        }

        Assert.True(read > 2);
    }

    private static IReadOnlyList<ServedModel> Read(string text) =>
        ModelConfigReader.Read(TextFormat.Parse<ModelServerConfig>(System.Text.Encoding.UTF8.GetBytes(text)));
}

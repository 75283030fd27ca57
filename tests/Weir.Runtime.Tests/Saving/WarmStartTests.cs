using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Warm starts from an earlier model's checkpoint, with other names and vocabularies: values and errors as in TensorFlow.</summary>
public sealed class WarmStartTests
{
    private static readonly JsonElement[] Recorded = ApisFolder.Cases("warm_start.json");

    /// <summary>All but one whose argument is of a type that the compiler refuses.</summary>
    public static TheoryData<string> Names() => [.. Recorded.Select(one => one.GetProperty("name").GetString()!).Where(name => name != "bad type")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ends_as_in_TensorFlow(string name)
    {
        JsonElement recorded = Recorded.First(one => one.GetProperty("name").GetString() == name);
        Graph graph = new();
        Build(graph, name);
        WarmStartSettings settings = Settings(graph, name, recorded.GetProperty("arguments"));
        if (recorded.TryGetProperty("error", out JsonElement error))
        {
            string message = ApisFolder.Here(error.GetProperty("message").GetString()!);
            Assert.Contains(message.Split(" checkpoint {")[0], Assert.Throws<ArgumentException>(() => graph.WarmStart(settings)).Message, StringComparison.Ordinal);
            return;
        }

        graph.WarmStart(settings);
        using Session session = new(graph);
        session.Run(graph.GlobalVariablesInitializer());
        Assert.NotEmpty(recorded.GetProperty("ok").EnumerateObject());
        foreach (JsonProperty value in recorded.GetProperty("ok").EnumerateObject())
        {
            using Tensor tensor = session.Run(graph.Variables().Single(variable => variable.Name == value.Name));
            float[] found = tensor.DType == DType.Int64 ? [tensor.ToArray<long>()[0]] : tensor.ToArray<float>();
            Assert.True(ApisFolder.Flat(value.Value).SequenceEqual(found), $"{value.Name}: {string.Join(' ', found)}, expected {value.Value}");
        }
    }

    private static void Build(Graph graph, string name)
    {
        bool isNew = name.StartsWith("previous name", StringComparison.Ordinal) && name != "previous name given twice over";
        if (name.StartsWith("vocab", StringComparison.Ordinal))
        {
            switch (name)
            {
                case "vocab remap, partitioned": graph.PartitionedVariable("emb", Partitioners.FixedSize(2), Initializers.Ones, [3, 2]); break;
                case "vocab remap, axis 1": graph.Variable("old/w", Initializers.Ones, [2, 3]); break;
                case "vocab remap, backup initializer": graph.Variable("emb", Initializers.Ones, [6, 2]); break;
                case "vocab remap, oov buckets": graph.Variable("emb", Initializers.Ones, [5, 2]); break;
                case "vocab same file (no remap)": graph.Variable("emb", Initializers.Ones, [5, 2]); break;
                default: graph.Variable("emb", Initializers.Ones, [3, 2]); break;
            }
        }
        else if (isNew || name == "not in checkpoint")
        {
            graph.Variable("new/w", Initializers.Zeros, [2, 2]);
            graph.Variable("new/b", Initializers.Zeros, [2]);
        }
        else if (name == "shape mismatch")
        {
            graph.Variable("top", Initializers.Zeros, [2]);
        }
        else
        {
            graph.Variable("old/w", Initializers.Zeros, [2, 2]);
            graph.Variable("old/b", Initializers.Zeros, [2]);
            graph.Variable("top", Initializers.Zeros, [1], options: new VariableOptions { Trainable = false });
            graph.Variable("global_step", Initializers.Zeros, [], DType.Int64, new VariableOptions { Trainable = false });
        }
    }

    private static WarmStartSettings Settings(Graph graph, string name, JsonElement arguments)
    {
        WarmStartSettings settings = new() { CheckpointToInitializeFrom = CorpusFolder.Checkpoint("apis", "m-2") };
        if (name == "variable objects") return settings with { VarsToWarmStart = WarmStartVariables.Of(graph.Variables()[0]) };
        if (arguments.TryGetProperty("vars_to_warm_start", out JsonElement chosen))
        {
            settings = settings with
            {
                VarsToWarmStart = chosen.ValueKind switch
                {
                    JsonValueKind.Null => WarmStartVariables.OnlyVocabularies,
                    JsonValueKind.Array => WarmStartVariables.Global([.. chosen.EnumerateArray().Select(pattern => pattern.GetString()!)]),
                    _ => WarmStartVariables.Trainable(chosen.GetString()!),
                },
            };
        }

        if (arguments.TryGetProperty("var_name_to_prev_var_name", out JsonElement previous))
        {
            settings = settings with { VarNameToPrevVarName = previous.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!) };
        }

        if (arguments.TryGetProperty("var_name_to_vocab_info", out JsonElement vocabularies))
        {
            settings = settings with { VarNameToVocabInfo = vocabularies.EnumerateObject().ToDictionary(pair => pair.Name, pair => Vocabulary(pair.Value)) };
        }

        return settings;
    }

    /// <summary>New file, new size, buckets, old file, old size, backup initializer, axis.</summary>
    private static VocabInfo Vocabulary(JsonElement fields) => new(
        CorpusFolder.Checkpoint("apis", fields[0].GetString()!), fields[1].GetInt32(), fields[2].GetInt32(), CorpusFolder.Checkpoint("apis", fields[3].GetString()!))
    {
        OldVocabSize = fields[4].GetInt32(),
        BackupInitializer = fields[5].ValueKind == JsonValueKind.Null ? null : Initializers.Constant(-9),
        Axis = fields[6].GetInt32(),
    };
}

namespace Weir.Conformance;

/// <summary>How the recorded calls of all models came out: made once a process.</summary>
internal static class ModelReport
{
    private static readonly Lazy<ModelResult[]> Made = new(() =>
    {
        ModelResult[] results = new ModelResult[ModelRun.All.Count];
        Parallel.For(0, results.Length, i => results[i] = ModelRun.Of(ModelRun.All[i].Folder, ModelRun.All[i].Model));
        return results;
    });

    public static IReadOnlyList<ModelResult> Results => Made.Value;
}

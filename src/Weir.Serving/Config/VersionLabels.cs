using Weir.Servables;

namespace Weir.Configurations;

/// <summary>What the labels of a configuration mean.</summary>
internal static class VersionLabels
{
    /// <summary>All labels of all models.</summary>
    /// <param name="models">The configuration.</param>
    /// <param name="monitor">Knows which versions are available.</param>
    /// <param name="known">The labels until now.</param>
    /// <param name="allowUnavailable">Whether a new label may name a version that is not available yet.</param>
    /// <exception cref="TfException">FAILED_PRECONDITION: a label names a version that is not available.</exception>
    public static Dictionary<(string Model, string Label), long> Of(
        IReadOnlyList<ServedModel> models,
        ServableStateMonitor monitor,
        IReadOnlyDictionary<(string Model, string Label), long> known,
        bool allowUnavailable)
    {
        Dictionary<(string, string), long> labels = [];
        foreach (ServedModel model in models)
        {
            foreach ((string label, long version) in model.VersionLabels)
            {
                bool moves = known.TryGetValue((model.Name, label), out long before) && before != version;
                bool isAvailable = monitor.Get(new ServableId(model.Name, version))?.State == ManagerState.Available;
                if (!isAvailable && (moves || !allowUnavailable))
                {
                    throw new TfException(StatusCode.FailedPrecondition,
                        $"Request to assign label to version {version} of model {model.Name}, which is not currently available for inference");
                }

                labels[(model.Name, label)] = version;
            }
        }

        return labels;
    }
}

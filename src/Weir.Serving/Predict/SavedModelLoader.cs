using Weir.Servables;
using Weir.WarmUps;

namespace Weir.Predictions;

/// <summary>Loads a SavedModel from a version's folder, as TensorFlow's C++ loader does, and replays its warm-up requests.</summary>
internal sealed class SavedModelLoader(ServableId id, string path, ModelServerOptions options, ModelWarmup? warmup) : ILoader<SavedModelServable>
{
    public SavedModelServable Load(CancellationToken cancellation)
    {
        SessionOptions session = new()
        {
            Limits = options.Limits, RestoreMode = options.RestoreMode, AllowSoftPlacement = true, IntraOpThreads = options.IntraOpThreads, InterOpThreads = options.InterOpThreads,
        };
        SavedModelServable servable = new(SavedModelBundle.Load(session, runOptions: null, path, options.Tags));
        try
        {
            warmup?.Replay(id, servable, LocalFileSystem.Rooted(path), cancellation);
            return servable;
        }
        catch
        {
            servable.Dispose();
            throw;
        }
    }
}

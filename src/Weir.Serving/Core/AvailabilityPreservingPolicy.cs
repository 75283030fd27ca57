namespace Weir.Servables;

/// <summary>What a policy sees of a version.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Stage">What has been done with it.</param>
/// <param name="IsAspired">Whether a source wants it served.</param>
internal readonly record struct VersionSnapshot(long Version, HarnessStage Stage, bool IsAspired);

/// <summary>One thing to do next.</summary>
/// <param name="IsLoad">Whether to load the version, else to unload it.</param>
/// <param name="Version">Which.</param>
internal readonly record struct PolicyAction(bool IsLoad, long Version);

/// <summary>Decides the order of loading and unloading so that some version is available all the time: the new one first, then the old one goes.</summary>
/// <remarks>Source: availability_preserving_policy.cc (TensorFlow Serving). A pure function of what is there.</remarks>
internal static class AvailabilityPreservingPolicy
{
    /// <summary>The next action; null: there is nothing to do.</summary>
    public static PolicyAction? Next(IReadOnlyCollection<VersionSnapshot> versions)
    {
        long[] leftovers = [.. versions.Where(v => !v.IsAspired && v.Stage == HarnessStage.Ready).Select(v => v.Version)];
        bool hasAspired = versions.Any(v => v.IsAspired);
        bool servesAspired = versions.Any(v => v.IsAspired && v.Stage == HarnessStage.Ready);
        if (leftovers.Length > 0 && (!hasAspired || servesAspired || leftovers.Length > 1)) return new PolicyAction(IsLoad: false, leftovers.Min());
        long[] fresh = [.. versions.Where(v => v.IsAspired && v.Stage == HarnessStage.New).Select(v => v.Version)];
        return fresh.Length > 0 ? new PolicyAction(IsLoad: true, fresh.Max()) : null;
    }
}

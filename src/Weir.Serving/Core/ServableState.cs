namespace Weir.Servables;

/// <summary>Where a version is in its life, with the numbers of ModelVersionStatus.</summary>
internal enum ManagerState
{
    Start = 10,
    Loading = 20,
    Available = 30,
    Unloading = 40,
    End = 50,
}

/// <summary>What is known of a version.</summary>
/// <param name="Id">The version.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Error">Why it ended early; null: it is well.</param>
internal sealed record ServableState(ServableId Id, ManagerState State, TfException? Error = null);

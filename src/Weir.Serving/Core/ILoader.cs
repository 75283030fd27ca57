namespace Weir.Servables;

/// <summary>Knows how to bring one version to life, and nothing of when.</summary>
/// <typeparam name="T">The servable; its Dispose gives everything back.</typeparam>
internal interface ILoader<out T>
    where T : class, IDisposable
{
    /// <summary>Loads the version; may be called again after a failure.</summary>
    /// <param name="cancellation">Set when the version is no longer wanted.</param>
    /// <exception cref="TfException">Why it can not be loaded.</exception>
    T Load(CancellationToken cancellation);
}

/// <summary>A version that a source wants to be served.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Loader">How it is loaded, if it is not there yet.</param>
internal sealed record AspiredVersion<T>(long Version, ILoader<T> Loader)
    where T : class, IDisposable;

namespace Weir.Benchmarks.Load;

/// <summary>A planned run of a session, to be called from any number of threads.</summary>
/// <param name="session">What is disposed with it.</param>
/// <param name="callable">The run.</param>
/// <param name="fetches">How many tensors it returns.</param>
/// <param name="feeds">Makes what a thread feeds: threads of a server have tensors of their own.</param>
internal sealed class Workload(IDisposable session, Callable callable, int fetches, Func<Tensor[]> feeds) : IDisposable
{
    /// <summary>A caller for one thread.</summary>
    public Action Caller()
    {
        Tensor[] given = feeds(), results = new Tensor[fetches];
        return () =>
        {
            callable.Run(given, results);
            foreach (Tensor result in results) result.Dispose();
        };
    }

    public void Dispose() => session.Dispose();
}

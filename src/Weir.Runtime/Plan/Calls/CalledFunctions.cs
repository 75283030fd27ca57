using Weir.Graphs;

namespace Weir.Plans;

/// <summary>The functions that a plan calls while it runs, and those that they call: one of each, however many calls there are. Thread-safe.</summary>
internal sealed class CalledFunctions(FunctionLibrary library) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<FunctionBody, CalledFunction> functions = new(ReferenceEqualityComparer.Instance);
    private bool disposed;

    public CalledFunction Get(FunctionReference reference, FunctionBody body)
    {
        lock (gate)
        {
            if (functions.TryGetValue(body, out CalledFunction? known)) return known;
            CalledFunction made = new(reference.Name, body, FunctionEffect.Of(reference, library), this);
            if (disposed) made.Dispose();
            functions.Add(body, made);
            return made;
        }
    }

    public void Dispose()
    {
        CalledFunction[] all;
        lock (gate)
        {
            disposed = true;
            all = [.. functions.Values];
        }

        // Outside: one that is being planned asks for others.
        foreach (CalledFunction function in all) function.Dispose();
    }
}

namespace Weir;

/// <summary>Scopes: what holds for the operations that are added while one is open.</summary>
public sealed partial class Graph
{
    private readonly HashSet<string> scopeNames = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<Operation> scopeControls = [];
    private string scopeDevice = "";

    /// <summary>What is put before the names of operations that are added now: empty, or a path that ends with a slash.</summary>
    public string CurrentNameScope { get; private set; } = "";

    /// <summary>Puts a name before those of the operations that are added until the scope is disposed.</summary>
    /// <param name="name">The scope's name; made unique inside the scope that is open.</param>
    /// <returns>The open scope.</returns>
    public GraphScope NameScope(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string outer = CurrentNameScope;
        CurrentNameScope = ReserveName(outer + name) + "/";
        return new GraphScope(() => CurrentNameScope = outer);
    }

    /// <summary>Makes the operations that are added until the scope is disposed wait for others.</summary>
    /// <param name="operations">What must have run before.</param>
    /// <returns>The open scope.</returns>
    /// <exception cref="ArgumentException">An operation belongs to another graph.</exception>
    public GraphScope ControlDependencies(params IReadOnlyList<Operation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        foreach (Operation operation in operations) RequireOwn(operation, nameof(operations));
        IReadOnlyList<Operation> outer = scopeControls;
        scopeControls = [.. outer.Union(operations)];
        return new GraphScope(() => scopeControls = outer);
    }

    /// <summary>Asks for a device for the operations that are added until the scope is disposed.</summary>
    /// <param name="device">A device such as <c>/device:CPU:0</c>; empty for any.</param>
    /// <returns>The open scope.</returns>
    public GraphScope Device(string device)
    {
        ArgumentNullException.ThrowIfNull(device);
        string outer = scopeDevice;
        scopeDevice = device;
        return new GraphScope(() => scopeDevice = outer);
    }

    /// <summary>A name that no operation and no scope has, and that none will get.</summary>
    internal string ReserveName(string name)
    {
        string unique = UniqueName(name);
        scopeNames.Add(unique);
        return unique;
    }
}

/// <summary>An open scope of a graph; disposing it closes it.</summary>
public sealed class GraphScope : IDisposable
{
    private Action? close;

    internal GraphScope(Action close) => this.close = close;

    /// <summary>Closes the scope: what held before it holds again.</summary>
    public void Dispose() => Interlocked.Exchange(ref close, null)?.Invoke();
}

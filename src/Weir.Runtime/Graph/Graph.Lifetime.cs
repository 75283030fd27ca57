using Weir.Graphs;
using Weir.Ops;

namespace Weir;

/// <summary>How long the memory of a graph's constants stays.</summary>
public sealed partial class Graph : IDisposable
{
    private readonly Lock lifetimeGate = new();
    private int openSessions;
    private bool isDisposed;

    /// <summary>
    /// Frees the constants, as soon as no session is open on the graph any more: then no value of a constant can be read, and no session opened.
    /// Without it the memory goes back when the garbage collector finds that nobody has the graph.
    /// </summary>
    /// <remarks>Tensors that were given to the graph stay their owners': it has a reference of its own. Thread-safe.</remarks>
    public void Dispose()
    {
        lock (lifetimeGate)
        {
            if (isDisposed) return;
            isDisposed = true;
            if (openSessions > 0) return;
        }

        FreeConstants();
    }

    /// <summary>Counts a session, which <see cref="Close"/> takes off.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    internal void Open()
    {
        lock (lifetimeGate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            openSessions++;
        }
    }

    internal void Close()
    {
        lock (lifetimeGate)
        {
            if (--openSessions > 0 || !isDisposed) return;
        }

        FreeConstants();
    }

    private void FreeConstants()
    {
        foreach (Operation operation in operations) operation.Attributes.FreeTensors(operation.Definition);
        foreach (FunctionNode node in Functions.All.SelectMany(function => function.Nodes)) node.Attributes.FreeTensors(OpTable.FindDefinition(node.Type));
    }
}

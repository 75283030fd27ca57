using Weir.Graphs;

namespace Weir.Training;

/// <summary>One call that builds gradients, with all bodies of functions on its way.</summary>
/// <param name="scope">The scope of its operations, in every graph.</param>
/// <param name="options">How they are built.</param>
internal sealed class GradientPass(string scope, GradientOptions options)
{
    private readonly List<string?> open = [];
    private int copied;

    public string Scope => scope;

    public GradientOptions Options => options;

    /// <summary>A body that the gradient may change.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: the functions on the way have too many operations, each counted as often as it is called.</exception>
    public FunctionBody Copy(FunctionReference reference, Operation caller, IReadOnlyList<Shape> shapes)
    {
        FunctionLibrary library = caller.Graph.Functions;
        FunctionBody body = library.Require(reference.Name, caller).Copy(reference.Attributes, library, shapes);
        copied += body.Graph.Operations.Count;
        return copied <= ModelLimits.Default.MaxPlanNodes ? body
            : throw new TfException(StatusCode.ResourceExhausted, $"The gradient goes through more than {ModelLimits.Default.MaxPlanNodes} operations of functions, at '{reference.Name}', called by {caller}.");
    }

    /// <summary>Differentiates inside of a function.</summary>
    /// <param name="function">The function; null: a loop of the graph itself.</param>
    /// <param name="differentiate">What is to be done.</param>
    /// <exception cref="TfException">UNIMPLEMENTED: the function calls itself. RESOURCE_EXHAUSTED: calls nest too deep.</exception>
    public T Inside<T>(string? function, Func<T> differentiate)
    {
        if (function is not null && open.Contains(function)) throw new TfException(StatusCode.Unimplemented, $"Function '{function}' calls itself: gradients of such functions are not there yet.");
        if (open.Count >= ModelLimits.Default.MaxFunctionDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TfException(StatusCode.ResourceExhausted, $"The gradient goes through functions that nest deeper than the limit of {ModelLimits.Default.MaxFunctionDepth}, or than this thread's stack allows, at '{function}'.");
        }

        open.Add(function);
        try
        {
            return differentiate();
        }
        finally
        {
            open.RemoveAt(open.Count - 1);
        }
    }
}

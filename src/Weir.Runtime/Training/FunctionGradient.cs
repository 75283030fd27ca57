using Weir.Graphs;

namespace Weir.Training;

/// <summary>The gradient of a function as a function of its own, which computes again what it needs of the function's values.</summary>
internal static class FunctionGradient
{
    /// <returns>A function of the arguments and of what flows into each result; it gives what flows out of each argument, zeros if nothing does.</returns>
    public static Function Make(FunctionReference reference, FunctionLibrary library)
    {
        Function function = library.Find(reference.Name) ?? throw new TfException(StatusCode.InvalidArgument, $"Failed to find function \"{reference.Name}\" in function library, to differentiate it.");
        int count = Signature.Expand(function.Definition.Inputs, reference.Attributes).Length;
        FunctionBody body = function.Copy(reference.Attributes, library, [.. Enumerable.Repeat(Shape.Unknown, count)]);
        using BodyGradient gradient = new(body.Graph, new GradientPass("gradients", new GradientOptions()), reference.Name);
        Output[] arriving = [.. body.Results.Select(gradient.AddArgument)];
        int[] ys = [.. Enumerable.Range(0, body.Results.Length).Where(i => body.Results[i].DType.BaseType() is var dtype && (dtype.IsFloating() || dtype.IsComplex()))];
        Output[] arguments = body.ArgumentEdges;
        Output?[] found = gradient.Differentiate([.. ys.Select(i => body.Results[i])], [.. ys.Select(i => arriving[i])], arguments);
        Output[] results = [.. arguments.Select((argument, i) => found[i] ?? body.Graph.ZerosLike(argument))];
        return new FunctionMaker(body.Graph, [.. arguments, .. arriving]) { FollowsControls = true }.Make(reference.Name + "_grad", results, []);
    }
}

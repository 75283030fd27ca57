using Weir.Ops;

namespace Weir;

/// <summary>Symbolic derivatives: builds the operations that compute them.</summary>
/// <remarks>What is built is graph like any other, so it can be differentiated again. Source: gradients_util.py (TensorFlow 2.15).</remarks>
public static class Gradients
{
    /// <summary>Adds to the graph the derivatives of the sum of some outputs with respect to others, as <c>tf.gradients</c> does.</summary>
    /// <param name="ys">What is differentiated, all of one graph. Neither integers nor strings.</param>
    /// <param name="xs">With respect to what. Any edges of the graph, not its inputs alone.</param>
    /// <param name="gradYs">For each y the gradient that flows into it, of its shape; null, as a whole or for a y: ones.</param>
    /// <param name="options">Where to stop, what stands for no gradient, and the like; null: the defaults.</param>
    /// <returns>For each x the derivative, of its shape and dtype; null: no y depends on it in a way that can be differentiated.</returns>
    /// <exception cref="ArgumentException">A list is empty where it must not be, or has another length, or edges are of different graphs or dtypes.</exception>
    /// <exception cref="TfException">NOT_FOUND: an op on the way has no gradient. UNIMPLEMENTED: a function on the way calls itself.</exception>
    public static IReadOnlyList<Output?> Of(IReadOnlyList<Output> ys, IReadOnlyList<Output> xs, IReadOnlyList<Output?>? gradYs = null, GradientOptions? options = null) =>
        [.. Build(ys, xs, gradYs, options).Select(gradient => gradient?.ToDense())];

    /// <summary>As <see cref="Of"/>, but where rows of an x were picked the derivative is those rows alone, as optimizers want it of large tables.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<Gradient?> SparseOf(IReadOnlyList<Output> ys, IReadOnlyList<Output> xs, IReadOnlyList<Output?>? gradYs = null, GradientOptions? options = null) =>
        Build(ys, xs, gradYs, options);

    private static Gradient?[] Build(IReadOnlyList<Output> ys, IReadOnlyList<Output> xs, IReadOnlyList<Output?>? gradYs, GradientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(ys);
        ArgumentNullException.ThrowIfNull(xs);
        options ??= new GradientOptions();
        Check(ys, xs, gradYs);
        if (ys.Count == 0) return new Gradient?[xs.Count];
        Graph graph = ys[0].Operation.Graph;
        using GraphScope scope = graph.NameScope(options.Name);
        Training.GradientPath path = new(ys, xs, new Training.FrameLoops(graph), stops: options.StopGradients);
        Training.GradientWalk walk = new(path, new Training.GradientPass(graph.CurrentNameScope[..^1], options));
        for (int i = 0; i < ys.Count; i++) walk.Begin(ys[i], gradYs?[i] ?? OnesLike.Build(ys[i]));
        walk.Run();
        return [.. xs.Select(x => walk.Find(x) ?? (options.Unconnected == UnconnectedGradients.Zero ? new Gradient(Zeros(x)) : null))];
    }

    private static Output Zeros(Output x)
    {
        if (x.DType.BaseType() != DType.Resource) return x.Operation.Graph.ZerosLike(x);
        return x.Operation.Attributes.Find("dtype") is DType dtype ? VariableShape.BuildZerosLike(x, dtype)
            : throw new ArgumentException($"{x.Name} is a handle of no known variable: its zeros have no dtype.", nameof(x));
    }

    private static void Check(IReadOnlyList<Output> ys, IReadOnlyList<Output> xs, IReadOnlyList<Output?>? gradYs)
    {
        if (gradYs is not null && gradYs.Count != ys.Count)
        {
            throw new ArgumentException($"Passed {gradYs.Count} gradients for {ys.Count} outputs.", nameof(gradYs));
        }

        for (int i = 0; i < ys.Count; i++)
        {
            DType dtype = ys[i].DType.BaseType();
            if (!dtype.IsFloating() && !dtype.IsComplex())
            {
                throw new ArgumentException($"{ys[i].Name} has the dtype {dtype.TfName()}: only floating and complex numbers have gradients.", nameof(ys));
            }

            if (gradYs?[i] is { } given && given.DType.BaseType() != dtype)
            {
                throw new ArgumentException($"The gradient {given.Name} has the dtype {given.DType.TfName()}, {ys[i].Name} has {dtype.TfName()}.", nameof(gradYs));
            }

            if (gradYs?[i] is null && dtype.IsComplex())
            {
                throw new ArgumentException($"{ys[i].Name} is complex: say the gradient that flows into it.", nameof(gradYs));
            }
        }

        if (ys.Concat(xs).Concat((gradYs ?? []).OfType<Output>()).Select(edge => edge.Operation.Graph).Distinct().Count() > 1)
        {
            throw new ArgumentException("The edges are of different graphs.", nameof(xs));
        }
    }
}

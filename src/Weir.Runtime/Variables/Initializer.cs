using Weir.Variables;

namespace Weir;

/// <summary>Says what the first value of a variable is: adds the operations that compute it. See <see cref="Initializers"/>.</summary>
public abstract class Initializer
{
    /// <summary>The shape that it gives whatever the variable's is; null: it gives any.</summary>
    internal virtual Shape? GivenShape => null;

    /// <summary>The dtype that it gives whatever the variable's is; null: it gives any.</summary>
    internal virtual DType? GivenDType => null;

    /// <summary>Adds the operations.</summary>
    /// <returns>The value, of the shape and dtype asked for.</returns>
    internal abstract Output Build(InitializerContext c);
}

/// <summary>What an initializer is asked for, and where its operations go.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Scope">Put before the operations' names.</param>
/// <param name="Location">The variable they are placed with.</param>
/// <param name="Shape">The value's shape.</param>
/// <param name="DType">The value's dtype.</param>
internal sealed record InitializerContext(Graph Graph, string Scope, string[] Location, Shape Shape, DType DType)
{
    /// <summary>Where the value lies in that of a partitioned variable; null: it is whole.</summary>
    public PartitionedSlice? Slice { get; init; }

    /// <summary>The shape of the whole that the value may be a part of.</summary>
    public Shape FullShape => Slice?.FullShape ?? Shape;

    /// <summary>Adds an operation under a name in the initializer's scope.</summary>
    public Output Add(string op, string name, Output[] inputs, Dictionary<string, object>? attributes = null)
    {
        attributes ??= [];
        attributes[Graphs.Colocation.Attribute] = Location;
        return Graph.AddOperation(op, inputs, attributes, $"{Scope}{name}/")[0];
    }

    public Output Constant(string name, Tensor value) => Add("Const", name, [], new() { ["value"] = value, ["dtype"] = value.DType });

    /// <summary>A scalar of the value's dtype.</summary>
    public Output Number(string name, double value) => Constant(name, Ops.ConstBuilding.Scalar(value, DType));

    /// <summary>The value's shape as a vector.</summary>
    public Output ShapeVector(string name) => Sizes(name, Shape);

    /// <summary>A shape as a vector.</summary>
    public Output Sizes(string name, Shape shape) => Constant(name, Tensor.From<int>([.. shape.Dimensions.ToArray().Select(size => checked((int)size))]));
}

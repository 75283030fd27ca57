using Weir.Definitions;
using Weir.Graphs;
using Weir.Ops;

namespace Weir;

/// <summary>A node of a graph. Immutable once it is part of the graph; but one that calls functions gets outputs more at its end when its
/// gradient is built, for what the gradient needs of the values inside.</summary>
public sealed class Operation
{
    private const string OutputShapesName = "output_shapes";

    internal Operation(Graph graph, int id, string name, OpDefinition definition, AttributeList attributes, string device)
    {
        Graph = graph;
        Id = id;
        Name = name;
        Definition = definition;
        Attributes = attributes;
        Device = device;
        InputTypes = Signature.Expand(definition.Inputs, attributes);
        OutputTypes = Signature.Expand(definition.Outputs, attributes);
        OutputShapes = new Shape[OutputTypes.Length];
        Array.Fill(OutputShapes, Shape.Unknown);
    }

    /// <summary>The graph that holds it.</summary>
    public Graph Graph { get; }

    /// <summary>The name, unique in its graph.</summary>
    public string Name { get; }

    /// <summary>The op it runs, <c>MatMul</c>.</summary>
    public string Type => Definition.Name;

    /// <summary>The device it asks for; empty for any.</summary>
    public string Device { get; }

    /// <summary>The edges it reads, in order.</summary>
    public IReadOnlyList<Output> Inputs => InputEdges;

    /// <summary>The operations that must have run before it.</summary>
    public IReadOnlyList<Operation> ControlInputs => ControlEdges;

    /// <summary>The number of its outputs.</summary>
    public int OutputCount => OutputTypes.Length;

    /// <summary>The position in the graph, from 0 in the order of making.</summary>
    internal int Id { get; set; }

    internal OpDefinition Definition { get; private set; }

    /// <summary>Whether it is the handle or the cell of a variable.</summary>
    internal bool IsVariable => OpTable.Find(Type) is IHandleOp;

    /// <summary>What it does in TensorFlow 1's control flow.</summary>
    internal ControlFlowRole Role => OpTable.Find(Type)?.Role ?? ControlFlowRole.None;

    internal AttributeList Attributes { get; private set; }

    internal DType[] InputTypes { get; private set; }

    internal DType[] OutputTypes { get; private set; }

    internal Shape[] OutputShapes { get; private set; }

    /// <summary>The value of output 0 as far as it follows from the graph, for shape rules; null: not a small list of integers.</summary>
    internal long?[]? Integers { get; set; }

    internal Output[] InputEdges { get; set; } = [];

    internal Output[] OutputEdges => [.. Enumerable.Range(0, OutputCount).Select(index => new Output(this, index))];

    /// <summary>The files that it reads whatever files its session has: a permission by whoever added it, which no export has. Null: the session's.</summary>
    internal IModelFileSystem? Files { get; set; }

    internal Operation[] ControlEdges { get; set; } = [];

    /// <summary>One of its outputs.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public Output this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, OutputCount);
            return new Output(this, index);
        }
    }

    /// <summary>Adds inputs and outputs behind those that are there.</summary>
    /// <param name="definition">What it is from now on.</param>
    /// <param name="attributes">Its attributes from now on.</param>
    /// <param name="addedInputs">The inputs more.</param>
    /// <param name="addedShapes">The shapes of the outputs more.</param>
    internal void Extend(OpDefinition definition, AttributeList attributes, IReadOnlyList<Output> addedInputs, IReadOnlyList<Shape> addedShapes)
    {
        Shape[] shapes = [.. OutputShapes, .. addedShapes];
        if (attributes.Find(OutputShapesName) is Shape[] { Length: > 0 } declared) attributes = attributes.With(OutputShapesName, declared.Concat(addedShapes).ToArray());
        Definition = definition;
        Attributes = attributes;
        InputEdges = [.. InputEdges, .. addedInputs];
        InputTypes = Signature.Expand(definition.Inputs, attributes);
        OutputTypes = Signature.Expand(definition.Outputs, attributes);
        OutputShapes = shapes;
        NodeChecks.CheckInputs(this);
        NodeChecks.CheckAttributes(this);
        Graph.Touch();
    }

    /// <summary>Name and op, as messages have it: <c>{{node x}} = Mul</c>.</summary>
    public override string ToString() => $"{{{{node {Name}}}}} = {Type}";
}

using Weir.Definitions;
using Weir.Graphs;
using Weir.Ops;

namespace Weir;

/// <summary>A node of a graph. Immutable once it is part of the graph.</summary>
public sealed class Operation
{
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
    internal int Id { get; }

    internal OpDefinition Definition { get; }

    /// <summary>Whether it is the handle or the cell of a variable.</summary>
    internal bool IsVariable => OpTable.Find(Type) is IHandleOp;

    internal AttributeList Attributes { get; }

    internal DType[] InputTypes { get; }

    internal DType[] OutputTypes { get; }

    internal Shape[] OutputShapes { get; }

    /// <summary>The value of output 0 as far as it follows from the graph, for shape rules; null: not a small list of integers.</summary>
    internal long?[]? Integers { get; set; }

    internal Output[] InputEdges { get; set; } = [];

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

    /// <summary>Name and op, as messages have it: <c>{{node x}} = Mul</c>.</summary>
    public override string ToString() => $"{{{{node {Name}}}}} = {Type}";
}

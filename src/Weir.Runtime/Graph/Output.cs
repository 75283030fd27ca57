using System.Globalization;
using Weir.Ops;

namespace Weir;

/// <summary>One output of an operation: an edge that others take as input, a feed or a fetch.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Index">The position among its outputs, from 0.</param>
/// <remarks>Operators add operations to the graph. A number beside an output is a constant of the output's dtype.</remarks>
public readonly record struct Output(Operation Operation, int Index)
{
    /// <summary>The name as TensorFlow writes it: <c>x:0</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Operation.Name}:{Index}");

    /// <summary>The graph that it is part of.</summary>
    public Graph Graph => Operation.Graph;

    /// <summary>The element type; a reference twin for the output of a TensorFlow 1 variable.</summary>
    public DType DType => Operation.OutputTypes[Index];

    /// <summary>What is known of the shape. A hint: a run may feed or compute another.</summary>
    public Shape Shape => Operation.OutputShapes[Index];

    /// <summary>The edge that comes to this one through operations which only hand on what they read.</summary>
    internal Output Source
    {
        get
        {
            Output edge = this;
            while (OpTable.Find(edge.Operation.Type) is { PassesThrough: true } && edge.Operation.InputEdges.Length == edge.Operation.OutputCount)
            {
                edge = edge.Operation.InputEdges[edge.Index];
            }

            return edge;
        }
    }

    /// <summary>x + y, element by element; operands broadcast.</summary>
    public static Output operator +(Output x, Output y) => BinaryMath.Plus(x, y);

    /// <inheritdoc cref="op_Addition(Output, Output)"/>
    public static Output operator +(Output x, double y) => x + x.Like(y);

    /// <inheritdoc cref="op_Addition(Output, Output)"/>
    public static Output operator +(double x, Output y) => y.Like(x) + y;

    /// <summary>x - y, element by element; operands broadcast.</summary>
    public static Output operator -(Output x, Output y) => BinaryMath.Minus(x, y);

    /// <inheritdoc cref="op_Subtraction(Output, Output)"/>
    public static Output operator -(Output x, double y) => x - x.Like(y);

    /// <inheritdoc cref="op_Subtraction(Output, Output)"/>
    public static Output operator -(double x, Output y) => y.Like(x) - y;

    /// <summary>-x.</summary>
    public static Output operator -(Output x) => x.Negate();

    /// <summary>x * y, element by element; operands broadcast. Matrices are multiplied by <see cref="GraphBuilding.MatMul"/>.</summary>
    public static Output operator *(Output x, Output y) => BinaryMath.Times(x, y);

    /// <inheritdoc cref="op_Multiply(Output, Output)"/>
    public static Output operator *(Output x, double y) => x * x.Like(y);

    /// <inheritdoc cref="op_Multiply(Output, Output)"/>
    public static Output operator *(double x, Output y) => y.Like(x) * y;

    /// <summary>x / y of floating and complex numbers, element by element; operands broadcast.</summary>
    public static Output operator /(Output x, Output y) => BinaryMath.Over(x, y);

    /// <inheritdoc cref="op_Division(Output, Output)"/>
    public static Output operator /(Output x, double y) => x / x.Like(y);

    /// <inheritdoc cref="op_Division(Output, Output)"/>
    public static Output operator /(double x, Output y) => y.Like(x) / y;

    /// <summary>The name, <c>x:0</c>.</summary>
    public override string ToString() => Name;

    private Output Like(double value) => Operation.Graph.Const(value, DType.BaseType());
}

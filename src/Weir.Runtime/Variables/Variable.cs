using Weir.Protos;
using Weir.Variables;

namespace Weir;

/// <summary>A variable of a graph: the operations that hold, read and initialize it. Its value lives in each session.</summary>
/// <remarks>Made by <see cref="GraphVariables.Variable"/>. Used as an <see cref="Output"/> it is its value. Source: variables.py (TensorFlow 2.15).</remarks>
public sealed class Variable
{
    private readonly Output read;

    internal Variable(Operation operation, Operation? initializer, Output? initialValue, Output read, bool isTrainable, PartitionedSlice? slice = null)
    {
        Operation = operation;
        Initializer = initializer;
        InitialValue = initialValue;
        this.read = read;
        IsTrainable = isTrainable;
        Slice = slice;
    }

    /// <summary>The operation that holds it: a VariableV2, or the VarHandleOp of a resource variable.</summary>
    public Operation Operation { get; }

    /// <summary>The name, unique in the graph, and the name in checkpoints.</summary>
    public string Name => Operation.Name;

    /// <summary>The name in checkpoints: that of the whole that it is a part of, or its own.</summary>
    internal string SavedName => Slice?.FullName ?? Name;

    /// <summary>The element type.</summary>
    public DType DType => read.DType.BaseType();

    /// <summary>What is known of the shape.</summary>
    public Shape Shape => read.Shape;

    /// <summary>Its value, read where nothing else says when.</summary>
    public Output Value => read;

    /// <summary>The operation that gives it its first value; null: it has none, and is restored from a checkpoint.</summary>
    public Operation? Initializer { get; private set; }

    /// <summary>The value that <see cref="Initializer"/> gives it.</summary>
    public Output? InitialValue { get; private set; }

    /// <summary>Whether optimizers change it.</summary>
    public bool IsTrainable { get; }

    /// <summary>Whether it is held by a handle, rather than by a reference as in TensorFlow 1.</summary>
    public bool IsResource => !Operation[0].DType.IsReference();

    /// <summary>Where it lies in a partitioned variable; null: it is whole.</summary>
    internal PartitionedSlice? Slice { get; }

    internal Graph Graph => Operation.Graph;

    /// <summary>The value of a variable.</summary>
    /// <param name="variable">The variable.</param>
    public static implicit operator Output(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable.read;
    }

    /// <summary>x + y, element by element.</summary>
    public static Output operator +(Variable x, Variable y) => (Output)x + (Output)y;

    /// <inheritdoc cref="op_Addition(Variable, Variable)"/>
    public static Output operator +(Variable x, double y) => (Output)x + y;

    /// <summary>x - y, element by element.</summary>
    public static Output operator -(Variable x, Variable y) => (Output)x - (Output)y;

    /// <inheritdoc cref="op_Subtraction(Variable, Variable)"/>
    public static Output operator -(Variable x, double y) => (Output)x - y;

    /// <summary>-x.</summary>
    public static Output operator -(Variable x) => -(Output)x;

    /// <summary>x * y, element by element.</summary>
    public static Output operator *(Variable x, Variable y) => (Output)x * (Output)y;

    /// <inheritdoc cref="op_Multiply(Variable, Variable)"/>
    public static Output operator *(Variable x, double y) => (Output)x * y;

    /// <summary>x / y, element by element.</summary>
    public static Output operator /(Variable x, Variable y) => (Output)x / (Output)y;

    /// <inheritdoc cref="op_Division(Variable, Variable)"/>
    public static Output operator /(Variable x, double y) => (Output)x / y;

    /// <summary>Adds an operation that gives the variable a value when it runs.</summary>
    /// <param name="value">The value, of its dtype and shape.</param>
    /// <param name="name">The name; null for the op's.</param>
    public Operation Assign(Output value, string? name = null) => Change(IsResource ? "AssignVariableOp" : "Assign", value, name ?? "Assign");

    /// <summary>Adds an operation that adds a value to the variable when it runs.</summary>
    /// <param name="value">The value, of its dtype and shape.</param>
    /// <param name="name">The name; null for the op's.</param>
    public Operation AssignAdd(Output value, string? name = null) => Change(IsResource ? "AssignAddVariableOp" : "AssignAdd", value, name ?? "AssignAdd");

    /// <summary>Adds an operation that subtracts a value from the variable when it runs.</summary>
    /// <param name="value">The value, of its dtype and shape.</param>
    /// <param name="name">The name; null for the op's.</param>
    public Operation AssignSub(Output value, string? name = null) => Change(IsResource ? "AssignSubVariableOp" : "AssignSub", value, name ?? "AssignSub");

    /// <summary>Adds an operation that says whether the variable has a value.</summary>
    /// <returns>A scalar of <see cref="DType.Bool"/>.</returns>
    public Output IsInitialized() => Graph.AddOperation(IsResource ? "VarIsInitializedOp" : "IsVariableInitialized", [Operation[0]], name: Name + "/IsInitialized/")[0];

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Gives it another first value.</summary>
    internal void SetInitializer(Operation initializer, Output value)
    {
        Initializer = initializer;
        InitialValue = value;
    }

    /// <summary>The variable as graph collections hold it.</summary>
    internal VariableDef ToProto()
    {
        VariableDef proto = new()
        {
            VariableName = Operation[0].Name,
            InitializerName = Initializer?.Name ?? "",
            InitialValueName = InitialValue?.Name ?? "",
            SnapshotName = read.Name,
            IsResource = IsResource,
            Trainable = IsTrainable,
        };
        if (Slice is { } slice) proto.SaveSliceInfoDef = slice.ToProto();
        return proto;
    }

    private Operation Change(string op, Output value, string name)
    {
        Dictionary<string, object> attributes = op == "Assign" ? new() { ["use_locking"] = false } : [];
        if (!IsResource) attributes[Graphs.Colocation.Attribute] = Graphs.Colocation.With(Name);
        return Graph.AddOperation(op, [Operation[0], value], attributes, name);
    }
}

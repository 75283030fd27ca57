namespace Weir.Variables;

/// <summary>Adds the operations of one variable, or of one part of a partitioned variable, under the names that TensorFlow gives them.</summary>
internal sealed class VariableBuilder(Graph graph, string name, Shape shape, DType dtype, VariableOptions options, PartitionedSlice? slice = null)
{
    private readonly string[] location = Graphs.Colocation.With(name);

    public Variable Build(Initializer initializer)
    {
        Output value = initializer.Build(new InitializerContext(graph, name + "/Initializer/", location, shape, dtype) { Slice = slice });
        if (!value.Shape.IsCompatibleWith(shape) || value.DType != dtype)
        {
            throw new ArgumentException($"The initializer of {name} gives {value.DType.TfName()} of shape {value.Shape}, the variable is {dtype.TfName()} of shape {shape}.");
        }

        return options.UseResource ? BuildResource(value) : BuildReference(value);
    }

    private Variable BuildReference(Output value)
    {
        Operation variable = Add("VariableV2", "", [], new() { ["shape"] = shape, ["dtype"] = dtype, [Graphs.Colocation.Attribute] = location });
        Operation assign = Add("Assign", "/Assign", [variable[0], value], new() { [Graphs.Colocation.Attribute] = location });
        Operation read = Add("Identity", "/read", [variable[0]], new() { [Graphs.Colocation.Attribute] = location });
        return new Variable(variable, assign, value, read[0], options.Trainable, slice);
    }

    private Variable BuildResource(Output value)
    {
        Operation handle = Add("VarHandleOp", "", [], new() { ["shape"] = shape, ["dtype"] = dtype, ["shared_name"] = name, [Graphs.Colocation.Attribute] = location });
        Add("VarIsInitializedOp", "/IsInitialized/VarIsInitializedOp", [handle[0]], []);
        Operation assign = Add("AssignVariableOp", "/Assign", [handle[0], value], []);
        Operation read = Add("ReadVariableOp", "/Read/ReadVariableOp", [handle[0]], new() { ["dtype"] = dtype });
        return new Variable(handle, assign, value, read[0], options.Trainable, slice);
    }

    private Operation Add(string op, string suffix, Output[] inputs, Dictionary<string, object> attributes) =>
        graph.AddOperation(op, inputs, attributes, $"{name}{suffix}/");
}

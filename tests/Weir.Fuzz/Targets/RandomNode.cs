using Weir.Definitions;

namespace Weir.Fuzz.Targets;

/// <summary>Adds a node of an op to a graph, with attributes and inputs as choices say: mostly small and alike, so that many nodes can be computed, sometimes extreme.</summary>
internal sealed class RandomNode(Graph graph, Choices choices)
{
    private static readonly DType[] Types =
    [
        DType.Float32, DType.Int32, DType.Int64, DType.String, DType.Bool, DType.Float64, DType.Int8, DType.UInt8, DType.Float16, DType.BFloat16, DType.Complex64,
        DType.Complex128, DType.Int16, DType.UInt16, DType.UInt32, DType.UInt64, DType.QInt8, DType.QUInt8, DType.QInt32, DType.Resource, DType.Variant,
    ];

    private static readonly long[] Integers = [0, 1, 2, 3, -1, 4, 1, 7, 2, -2, 100, int.MaxValue, long.MinValue, 1L << 40, 65536, long.MaxValue];

    private static readonly float[] Numbers = [0, 1, 0.5f, 2, -1, 1e-3f, 3, 1e30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0.25f];

    private static readonly string[] Strings = ["", "a", "1.5", "a,b", "ab", "SAME", "VALID", "NHWC", "xx", "%s", "(a|b)*", "[", "ij,jk->ik", "\u00e9\u4e2d", "-7", "UTF-8"];

    private readonly Dictionary<string, object> attributes = [];
    private long[]? firstSizes;

    public Dictionary<Output, Tensor> Feeds { get; } = [];

    /// <summary>What has to run before the node.</summary>
    public List<Operation> Initializers { get; } = [];

    public Operation Make(OpDefinition definition)
    {
        foreach (AttributeDefinition attribute in definition.Attributes)
        {
            if (attribute.Default is null || choices.Below(4) == 0) attributes[attribute.Name] = Value(attribute);
        }

        List<Output> inputs = [];
        foreach (ArgumentDefinition argument in definition.Inputs) inputs.AddRange(TypesOf(definition, argument).Select(type => Input(type, argument.IsReference)));
        return graph.AddOperation(definition.Name, inputs, attributes);
    }

    private IEnumerable<DType> TypesOf(OpDefinition definition, ArgumentDefinition argument)
    {
        if (argument.TypeListAttribute is { } list) return (DType[])Given(definition, list);
        DType type = argument.TypeAttribute is { } name ? (DType)Given(definition, name) : argument.Type;
        return argument.NumberAttribute is { } number ? Enumerable.Repeat(type, (int)Math.Clamp((long)Given(definition, number), 0, 4)) : [type];
    }

    private object Given(OpDefinition definition, string attribute) => attributes.GetValueOrDefault(attribute) ?? definition.FindAttribute(attribute)!.Default!;

    private object Value(AttributeDefinition attribute)
    {
        if (!attribute.IsList) return Single(attribute);
        int count = (int)Math.Max(attribute.Minimum ?? 0, choices.Below(5));
        object[] items = [.. Enumerable.Range(0, count).Select(_ => Single(attribute))];
        return attribute.Kind switch
        {
            AttributeKind.Int => Array.ConvertAll(items, item => (long)item),
            AttributeKind.Float => Array.ConvertAll(items, item => (float)item),
            AttributeKind.Bool => Array.ConvertAll(items, item => (bool)item),
            AttributeKind.String => Array.ConvertAll(items, item => (byte[])item),
            AttributeKind.Type => Array.ConvertAll(items, item => (DType)item),
            AttributeKind.Shape => Array.ConvertAll(items, item => (Shape)item),
            _ => Array.ConvertAll(items, item => (Tensor)item),
        };
    }

    private object Single(AttributeDefinition attribute) => attribute.Kind switch
    {
        AttributeKind.Int => Math.Max(attribute.IsList ? long.MinValue : attribute.Minimum ?? long.MinValue, choices.Of(Integers)),
        AttributeKind.Float => choices.Of(Numbers),
        AttributeKind.Bool => choices.Below(2) == 1,
        AttributeKind.String => System.Text.Encoding.UTF8.GetBytes(choices.Of(attribute.AllowedStrings ?? Strings)),
        AttributeKind.Type => choices.Of(attribute.AllowedTypes ?? Types),
        AttributeKind.Shape => choices.Below(4) == 0 ? Shape.Unknown : Shape.Of(Sizes()),
        _ => Filled(choices.Of(Types[..4]), Sizes()),
    };

    private Output Input(DType type, bool isReference)
    {
        if (isReference) return Variable(type);
        if (type == DType.Resource) return Resource();
        if (type == DType.Variant) return Variant();
        long[] sizes = firstSizes is not null && choices.Below(2) == 0 ? firstSizes : Sizes();
        firstSizes ??= sizes;
        Tensor value = Filled(type, sizes);
        if (choices.Below(3) == 0) return graph.Constant(value);
        Output fed = graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = type })[0];
        Feeds.Add(fed, value);
        return fed;
    }

    private Output Variable(DType type)
    {
        long[] sizes = firstSizes ??= Sizes();
        Output variable = graph.AddOperation("VariableV2", attributes: new Dictionary<string, object> { ["dtype"] = type, ["shape"] = Shape.Of(sizes) })[0];
        if (choices.Below(4) != 0) Initializers.Add(graph.AddOperation("Assign", [variable, graph.Constant(Filled(type, sizes))]));
        return variable;
    }

    private Output Resource()
    {
        DType type = choices.Of(Types[..3]);
        switch (choices.Below(4))
        {
            case 0:
                return graph.AddOperation("MutableHashTableV2", attributes: new Dictionary<string, object> { ["key_dtype"] = DType.Int64, ["value_dtype"] = type })[0];
            case 1:
                return graph.AddOperation("FIFOQueueV2", attributes: new Dictionary<string, object> { ["component_types"] = new[] { type } })[0];
            default:
                Output handle = graph.AddOperation("VarHandleOp", attributes: new Dictionary<string, object> { ["dtype"] = type, ["shape"] = Shape.Unknown })[0];
                Initializers.Add(graph.AddOperation("AssignVariableOp", [handle, graph.Constant(Filled(type, firstSizes ??= Sizes()))]));
                return handle;
        }
    }

    private Output Variant()
    {
        Output value = graph.Constant(Filled(choices.Of(Types[..3]), Sizes()));
        return choices.Below(3) switch
        {
            0 => graph.AddOperation("OptionalFromValue", [value])[0],
            1 => graph.AddOperation("EmptyTensorList", [graph.Constant(Tensor.Scalar(-1)), graph.Constant(Tensor.Scalar(choices.Below(4)))], new Dictionary<string, object> { ["element_dtype"] = value.DType })[0],
            _ => graph.AddOperation("TensorListFromTensor", [value, graph.Constant(Tensor.Scalar(-1))])[0],
        };
    }

    private long[] Sizes()
    {
        long[] sizes = new long[choices.Below(6)];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = choices.Of<long>([2, 1, 3, 0, 4, 2, 5, 1]);
        return sizes;
    }

    private unsafe Tensor Filled(DType type, long[] sizes)
    {
        Shape shape = Shape.Of(sizes);
        if (type == DType.String) return Tensor.From<byte[]>([.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => System.Text.Encoding.UTF8.GetBytes(choices.Of(Strings)))], shape);
        Tensor tensor = Tensor.Allocate(type, shape);
        int kind = choices.Below(6), size = type.ElementSize();
        Span<byte> bytes = new(tensor.Data, checked((int)(shape.ElementCount * size)));
        for (int i = 0; i < bytes.Length; i += size) Element(type, kind, bytes.Slice(i, size));
        return tensor;
    }

    private void Element(DType type, int kind, Span<byte> bytes)
    {
        bytes.Clear();
        if (type == DType.Bool) bytes[0] = (byte)choices.Below(2);
        else if (kind == 0) bytes.Fill((byte)choices.Next());
        else if (type == DType.Float32) BitConverter.TryWriteBytes(bytes, choices.Of(Numbers));
        else if (type == DType.Float64) BitConverter.TryWriteBytes(bytes, (double)choices.Of(Numbers));
        else if (type is DType.Int32 or DType.Int64) BitConverter.GetBytes(kind == 1 ? choices.Of(Integers) : choices.Below(4) - (kind == 2 ? 1 : 0)).AsSpan(0, bytes.Length).CopyTo(bytes);
        else bytes[^1] = (byte)choices.Below(64);
    }
}

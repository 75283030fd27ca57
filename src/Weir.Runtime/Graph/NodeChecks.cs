using Weir.Definitions;

namespace Weir.Graphs;

/// <summary>What must be true of a node before it may join a graph.</summary>
internal static class NodeChecks
{
    /// <summary>As many inputs as the op takes, of the dtypes that it takes.</summary>
    public static void CheckInputs(Operation operation)
    {
        DType[] expected = operation.InputTypes;
        if (operation.InputEdges.Length != expected.Length)
        {
            throw Wrong(operation, $"takes {expected.Length} inputs, {operation.InputEdges.Length} are given");
        }

        for (int i = 0; i < expected.Length; i++)
        {
            DType given = operation.InputEdges[i].DType;
            bool fits = expected[i].IsReference() ? given == expected[i] : given.BaseType() == expected[i];
            if (!fits) throw Wrong(operation, $"input {i} was passed {given.TfName()} from {operation.InputEdges[i].Name} incompatible with expected {expected[i].TfName()}");
        }
    }

    /// <summary>Every attribute of the definition is there, of its kind, among what is allowed.</summary>
    public static void CheckAttributes(Operation operation)
    {
        foreach (AttributeDefinition definition in operation.Definition.Attributes)
        {
            object value = operation.Attributes.Find(definition.Name) ?? throw Wrong(operation, $"missing attr '{definition.Name}'");
            if (!IsOfKind(value, definition)) throw Wrong(operation, $"attr '{definition.Name}' is not a {(definition.IsList ? "list of " : "")}{definition.Kind}");
            CheckAllowed(operation, definition, value);
        }
    }

    private static void CheckAllowed(Operation operation, AttributeDefinition definition, object value)
    {
        if (definition.AllowedTypes is { } types)
        {
            foreach (DType type in value as DType[] ?? [(DType)value])
            {
                if (Array.IndexOf(types, type) < 0) throw Wrong(operation, $"Value for attr '{definition.Name}' of {type.TfName()} is not in the list of allowed values: {string.Join(", ", types.Select(t => t.TfName()))}");
            }
        }

        if (definition.AllowedStrings is { } strings)
        {
            foreach (byte[] bytes in value as byte[][] ?? [(byte[])value])
            {
                string text = System.Text.Encoding.UTF8.GetString(bytes);
                if (!strings.Contains(text)) throw Wrong(operation, $"Value for attr '{definition.Name}' of \"{text}\" is not in the list of allowed values: \"{string.Join("\", \"", strings)}\"");
            }
        }

        long size = value is Array array ? array.Length : value is long number ? number : long.MaxValue;
        if (size < definition.Minimum)
        {
            throw Wrong(operation, definition.IsList
                ? $"Length for attr '{definition.Name}' of {size} must be at least minimum {definition.Minimum}"
                : $"Value for attr '{definition.Name}' of {size} must be at least minimum {definition.Minimum}");
        }
    }

    private static bool IsOfKind(object value, AttributeDefinition definition) => value is AttributePlaceholder || (definition.Kind, definition.IsList) switch
    {
        (AttributeKind.Int, false) => value is long,
        (AttributeKind.Float, false) => value is float,
        (AttributeKind.Bool, false) => value is bool,
        (AttributeKind.String, false) => value is byte[],
        (AttributeKind.Type, false) => value is DType,
        (AttributeKind.Shape, false) => value is Shape,
        (AttributeKind.Tensor, false) => value is Tensor or MalformedTensor,
        (AttributeKind.Function, false) => value is FunctionReference,
        (AttributeKind.Int, true) => value is long[],
        (AttributeKind.Float, true) => value is float[],
        (AttributeKind.Bool, true) => value is bool[],
        (AttributeKind.String, true) => value is byte[][],
        (AttributeKind.Type, true) => value is DType[],
        (AttributeKind.Shape, true) => value is Shape[],
        (AttributeKind.Tensor, true) => value is Tensor[],
        _ => value is FunctionReference[],
    };

    private static TfException Wrong(Operation operation, string what) =>
        new(StatusCode.InvalidArgument, $"NodeDef {what}; {{{{node {operation.Name}}}}} = {operation.Type}");
}

using Weir.Protos;
using SavedModelProto = Weir.Protos.SavedModel;

namespace Weir.Cli.Show;

/// <summary>Prints the functions that a TensorFlow 2 object offers, each with the arguments it was traced for.</summary>
/// <remarks>Source: <c>_show_defined_functions</c> (saved_model_cli.py, TensorFlow 2.15). It loads the object; here its description is read.</remarks>
internal sealed class ConcreteFunctions(CliContext context)
{
    private const string Indent = "        ";

    /// <summary>Python's tool goes back over the last comma by printing two backspaces.</summary>
    private const string OverComma = "\b\b";

    public void Print(SavedModelProto model)
    {
        if (model.MetaGraphs.FirstOrDefault(metaGraph => metaGraph.ObjectGraphDef is not null)?.ObjectGraphDef is not { } objects) return;
        context.Output.Write("\nConcrete Functions:");
        FunctionOrder order = new(model.MetaGraphs[0].GraphDef?.Library ?? new FunctionDefLibrary());
        foreach ((string name, IEnumerable<string> functions) in Functions(objects))
        {
            context.Print($"\n  Function Name: '{name}'");
            int number = 0;
            foreach (string function in functions.Order(order)) PrintOption(++number, objects, function);
        }
    }

    /// <summary>The root's functions by name, and for each its concrete functions.</summary>
    private static IEnumerable<(string Name, IEnumerable<string> Functions)> Functions(SavedObjectGraph objects)
    {
        if (objects.Nodes.Count == 0) yield break;
        foreach (TrackableObjectGraph.Types.TrackableObject.Types.ObjectReference child in objects.Nodes[0].Children.OrderBy(child => child.LocalName, StringComparer.Ordinal))
        {
            SavedObject? node = child.NodeId >= 0 && child.NodeId < objects.Nodes.Count ? objects.Nodes[child.NodeId] : null;
            if (node?.Function is { } function) yield return (child.LocalName, function.ConcreteFunctions);
            else if (node?.BareConcreteFunction is { } bare) yield return (child.LocalName, [bare.ConcreteFunctionName]);
        }
    }

    private void PrintOption(int number, SavedObjectGraph objects, string function)
    {
        if (!objects.ConcreteFunctions.TryGetValue(function, out SavedConcreteFunction? concrete)) return;
        if (concrete.CanonicalizedInputSignature?.TupleValue is not { Values: [{ TupleValue: { } arguments }, var named] }) return;
        if (arguments.Values.Count > 0)
        {
            context.Print($"    Option #{number}");
            context.Print("      Callable with:");
            for (int i = 0; i < arguments.Values.Count; i++) PrintArgument($"Argument #{i + 1}", arguments.Values[i]);
        }

        string[] names = [.. named.DictValue?.Fields.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()];
        for (int i = 0; i < names.Length; i++) context.Print($"{Indent}Named Argument #{i + 1}\n{Indent}  {names[i]}");
    }

    private void PrintArgument(string title, StructuredValue value)
    {
        context.Print(Indent + title);
        switch (value.KindCase)
        {
            case StructuredValue.KindOneofCase.StringValue:
                context.Print($"{Indent}  {value.StringValue}");
                return;
            case StructuredValue.KindOneofCase.TensorSpecValue:
                context.Print($"{Indent}  {value.TensorSpecValue.Name}: {StructuredText.Repr(value)}");
                return;
        }

        context.Print($"{Indent}  DType: {StructuredText.TypeName(value)}");
        string text = value.KindCase switch
        {
            StructuredValue.KindOneofCase.ListValue => Items(value.ListValue.Values),
            StructuredValue.KindOneofCase.TupleValue => Items(value.TupleValue.Values),
            StructuredValue.KindOneofCase.NamedTupleValue => Items(value.NamedTupleValue.Values.Select(pair => pair.Value)),
            StructuredValue.KindOneofCase.DictValue => "{" + string.Concat(StructuredText.Pairs(value.DictValue).Select(pair => $"'{pair.Key}': {StructuredText.Repr(pair.Value)}, ")) + OverComma + "}",
            _ => StructuredText.Repr(value),
        };
        context.Print($"{Indent}  Value: {text}");
    }

    private static string Items(IEnumerable<StructuredValue> values) => "[" + string.Concat(values.Select(value => StructuredText.Repr(value) + ", ")) + OverComma + "]";
}

using System.Globalization;
using Weir.Printing;
using Weir.Protos;
using SavedModelProto = Weir.Protos.SavedModel;

namespace Weir.Cli.Show;

/// <summary>Prints parts of a SavedModel word for word as TensorFlow's saved_model_cli does.</summary>
/// <param name="context">Where to.</param>
/// <param name="isCompat1">Whether to print as TensorFlow 1.x: tag sets without quotes, no ops.</param>
internal sealed class SavedModelPrinter(CliContext context, bool isCompat1)
{
    public void PrintTagSets(SavedModelProto model)
    {
        context.Print("The given SavedModel contains the following tag-sets:");
        IEnumerable<IReadOnlyList<string>> tagSets = model.MetaGraphs.Select(MetaGraphs.Tags).Order(TagOrder.Instance);
        foreach (IReadOnlyList<string> tags in tagSets)
        {
            string joined = string.Join(", ", tags.Order(StringComparer.Ordinal));
            context.Print(isCompat1 ? joined : PythonRepr.Text(joined));
        }
    }

    public void PrintSignatureKeys(MetaGraphDef metaGraph)
    {
        context.Print("The given SavedModel MetaGraphDef contains SignatureDefs with the following keys:");
        foreach (string key in SortedKeys(metaGraph.SignatureDef)) context.Print($"SignatureDef key: \"{key}\"");
    }

    /// <summary>One signature: inputs, outputs, method.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="indent">How many steps of two blanks all lines are moved to the right.</param>
    public void PrintSignature(SignatureDef signature, int indent)
    {
        string blanks = new(' ', 2 * indent);
        context.Print(blanks + "The given SavedModel SignatureDef contains the following input(s):");
        foreach (string key in SortedKeys(signature.Inputs)) PrintTensorInfo("inputs", key, signature.Inputs[key], blanks);
        context.Print(blanks + "The given SavedModel SignatureDef contains the following output(s):");
        foreach (string key in SortedKeys(signature.Outputs)) PrintTensorInfo("outputs", key, signature.Outputs[key], blanks);
        context.Print($"{blanks}Method name is: {signature.MethodName}");
    }

    public void PrintOps(MetaGraphDef metaGraph)
    {
        IReadOnlyCollection<string> ops = GraphOps.Of(metaGraph.GraphDef);
        string tags = string.Join(", ", MetaGraphs.Tags(metaGraph).Select(PythonRepr.Text));
        string set = ops.Count == 0 ? "set()" : "{" + string.Join(", ", ops.Select(PythonRepr.Text)) + "}";
        context.Print($"The MetaGraph with tag set [{tags}] contains the following ops: {set}");
    }

    public void PrintAll(SavedModelProto model)
    {
        foreach (MetaGraphDef metaGraph in model.MetaGraphs.OrderBy(MetaGraphs.Tags, TagOrder.Instance))
        {
            context.Print($"\nMetaGraphDef with tag-set: '{string.Join(", ", MetaGraphs.Tags(metaGraph))}' contains the following SignatureDefs:");
            foreach (string key in SortedKeys(metaGraph.SignatureDef))
            {
                context.Print($"\nsignature_def['{key}']:");
                PrintSignature(metaGraph.SignatureDef[key], indent: 1);
            }

            if (!isCompat1) PrintOps(metaGraph);
        }

        if (!isCompat1) new ConcreteFunctions(context).Print(model);
    }

    private void PrintTensorInfo(string side, string key, TensorInfo info, string blanks)
    {
        context.Print($"{blanks}  {side}['{key}'] tensor_info:");
        context.Print($"{blanks}      dtype: {((DType)info.Dtype == DType.Invalid ? "DT_INVALID" : ((DType)info.Dtype).ProtoName())}");
        context.Print($"{blanks}      shape: {ShapeText(info.TensorShape)}");
        context.Print($"{blanks}      name: {info.Name}");
    }

    private static string ShapeText(TensorShapeProto? shape)
    {
        if (shape?.UnknownRank == true) return "unknown_rank";
        IEnumerable<string> sizes = shape?.Dim.Select(d => d.Size.ToString(CultureInfo.InvariantCulture)) ?? [];
        return $"({string.Join(", ", sizes)})";
    }

    private static IEnumerable<string> SortedKeys<T>(IDictionary<string, T> map) => map.Keys.Order(StringComparer.Ordinal);

    /// <summary>Lists of tags, compared tag by tag.</summary>
    private sealed class TagOrder : IComparer<IReadOnlyList<string>>
    {
        public static TagOrder Instance { get; } = new();

        public int Compare(IReadOnlyList<string>? x, IReadOnlyList<string>? y)
        {
            for (int i = 0; i < Math.Min(x!.Count, y!.Count); i++)
            {
                int order = string.CompareOrdinal(x[i], y[i]);
                if (order != 0) return order;
            }

            return x!.Count.CompareTo(y!.Count);
        }
    }
}

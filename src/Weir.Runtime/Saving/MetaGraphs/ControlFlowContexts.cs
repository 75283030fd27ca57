using Google.Protobuf;
using Google.Protobuf.Collections;
using Weir.Protos;

namespace Weir.Saving;

/// <summary>Renames what the collections of TensorFlow 1's conditionals and loops name: without them Python can not take gradients of an imported graph.</summary>
/// <param name="map">The new name of an operation or a tensor.</param>
/// <param name="keeps">Whether a context of this name is kept.</param>
internal sealed class ControlFlowContexts(Func<string, string> map, Func<string, bool> keeps)
{
    /// <summary>A value of a collection: contexts under other names, all else as it is.</summary>
    /// <returns>Null: the context is not kept.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: it can not be parsed.</exception>
    public ByteString? Renamed(string collection, ByteString value)
    {
        switch (collection)
        {
            case "cond_context":
                CondContextDef cond = CollectionReader.Parse(CondContextDef.Parser, value);
                if (!keeps(cond.ContextName)) return null;
                Rename(cond);
                return cond.ToByteString();
            case "while_context":
                WhileContextDef loop = CollectionReader.Parse(WhileContextDef.Parser, value);
                if (!keeps(loop.ContextName)) return null;
                Rename(loop);
                return loop.ToByteString();
            default:
                return value;
        }
    }

    /// <summary>Contexts nest as deep as a parsed message, which is bounded.</summary>
    private void Rename(CondContextDef context)
    {
        context.ContextName = Map(context.ContextName);
        context.PredName = Map(context.PredName);
        context.PivotName = Map(context.PivotName);
        Rename(context.ValuesDef);
        Rename(context.NestedContexts);
    }

    private void Rename(WhileContextDef context)
    {
        context.ContextName = Map(context.ContextName);
        context.PivotName = Map(context.PivotName);
        context.PivotForPredName = Map(context.PivotForPredName);
        context.PivotForBodyName = Map(context.PivotForBodyName);
        context.MaximumIterationsName = Map(context.MaximumIterationsName);
        Rename(context.LoopExitNames);
        Rename(context.LoopEnterNames);
        Rename(context.ValuesDef);
        Rename(context.NestedContexts);
    }

    private void Rename(ValuesDef? values)
    {
        if (values is null) return;
        Rename(values.Values);
        KeyValuePair<string, string>[] external = [.. values.ExternalValues];
        values.ExternalValues.Clear();
        foreach ((string name, string value) in external) values.ExternalValues[Map(name)] = Map(value);
    }

    private void Rename(RepeatedField<ControlFlowContextDef> nested)
    {
        foreach (ControlFlowContextDef context in nested)
        {
            if (context.CondCtxt is { } cond) Rename(cond);
            if (context.WhileCtxt is { } loop) Rename(loop);
        }
    }

    private void Rename(RepeatedField<string> names)
    {
        for (int i = 0; i < names.Count; i++) names[i] = Map(names[i]);
    }

    private string Map(string name) => name.Length == 0 ? name : map(name);
}

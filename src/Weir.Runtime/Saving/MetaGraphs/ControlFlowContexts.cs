using Google.Protobuf.Collections;
using Weir.Protos;

namespace Weir.Saving;

/// <summary>Renames what the collections of TensorFlow 1's conditionals and loops name: without them Python can not take gradients of an imported graph.</summary>
/// <param name="map">The new name of an operation or a tensor.</param>
internal sealed class ControlFlowContexts(Func<string, string> map)
{
    /// <summary>Contexts nest as deep as a parsed message, which is bounded.</summary>
    public void Rename(CondContextDef context)
    {
        context.ContextName = Map(context.ContextName);
        context.PredName = Map(context.PredName);
        context.PivotName = Map(context.PivotName);
        Rename(context.ValuesDef);
        Rename(context.NestedContexts);
    }

    public void Rename(WhileContextDef context)
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

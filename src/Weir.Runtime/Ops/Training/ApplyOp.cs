using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>One step of an optimizer on a variable and its slots.</summary>
/// <remarks>Source: training_ops.cc.</remarks>
internal sealed class ApplyOp<TRule, TFlagged>(OpDefinition definition, ElementTypes types, string? flag) : Op
    where TRule : struct, IApplyRule
    where TFlagged : struct, IApplyRule
{
    private readonly ApplyInputs inputs = new(definition);

    public override OpDefinition Definition => definition;

    public override OpEffect Effect => OpEffect.Writes;

    public override void InferShapes(ShapeContext c)
    {
        Shape variable = VariableInput.ShapeOf(c);
        foreach (int scalar in inputs.Scalars) c.WithRank(scalar, 0);
        if (inputs.Indices < 0) variable = c.Merge(variable, c.Input(inputs.Gradient));
        else c.WithRank(inputs.Indices, 1);
        if (c.OutputCount > 0) c.Output(0, variable);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("use_locking");
        if (inputs.Indices >= 0) r.Ignore("Tindices");
        bool flagged = flag is not null && r.Bool(flag);
        return r.ForNumber(types, new Maker(inputs, r.Type("T"), flagged));
    }

    private readonly struct Maker(ApplyInputs inputs, DType dtype, bool flagged) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => flagged ? new ApplyKernel<T, TFlagged>(inputs, dtype) : new ApplyKernel<T, TRule>(inputs, dtype);
    }
}

/// <summary>Which input of an optimizer's op is what: the variable and its slots come first, the rest in an order of each op's own.</summary>
internal sealed class ApplyInputs
{
    public ApplyInputs(OpDefinition definition)
    {
        Names = [.. definition.Inputs.Select(input => input.Name)];
        IsReference = VariableInput.IsReference(definition);
        Variables = definition.Inputs.Count(input => input.IsReference || input.Type == DType.Resource);
        Gradient = Array.FindIndex(Names, name => name is "grad" or "delta");
        Indices = Array.IndexOf(Names, "indices");
        Scalars = [.. Enumerable.Range(Variables, Names.Length - Variables).Where(i => i != Gradient && i != Indices)];
    }

    public string[] Names { get; }

    public bool IsReference { get; }

    /// <summary>The number of the variable and its slots.</summary>
    public int Variables { get; }

    public int Gradient { get; }

    /// <summary>The rows that the gradient is for; -1: it is for all of them.</summary>
    public int Indices { get; }

    public int[] Scalars { get; }
}

using Weir.Definitions;
using Weir.Sessions;

namespace Weir.Ops;

/// <summary>An op that changes the rows of a variable: what the rows of <see cref="ScatterUpdates"/> have in common.</summary>
/// <param name="definition">What it is.</param>
/// <param name="isFlat">Whether nothing flows back; else no gradient is registered.</param>
internal abstract class ScatterOp(OpDefinition definition, bool isFlat) : Op
{
    public override OpDefinition Definition => definition;

    public override OpEffect Effect => OpEffect.Writes;

    protected bool IsReference { get; } = VariableInput.IsReference(definition);

    public override void InferShapes(ShapeContext c)
    {
        Shape variable = VariableInput.ShapeOf(c);
        if (IsReference) c.Output(0, variable);
        if (!variable.HasRank || !c.Input(1).HasRank || c.Input(2).Rank == 0) return;
        c.Require(variable.Rank >= 1, $"Shape must be at least rank 1 but is rank {variable.Rank}");
        c.Merge(c.Input(2), c.Input(1).Concatenate(variable.Slice(1..)));
    }

    public override void Gradient(GradientContext g)
    {
        if (!isFlat) base.Gradient(g);
    }

    public sealed override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices");
        if (IsReference) r.Ignore("use_locking");
        return CreateKernel(r, IsReference ? "T" : "dtype");
    }

    protected abstract Kernel CreateKernel(KernelRequest r, string typeAttribute);
}

/// <summary>Changes the rows that indices pick, in their order.</summary>
/// <param name="dtype">The variable's dtype.</param>
/// <param name="isReference">Whether input 0 is a reference.</param>
/// <param name="apply">What is done to a row.</param>
/// <param name="refusesZero">Whether no update may be 0.</param>
internal sealed class ScatterKernel<T>(DType dtype, bool isReference, RowUpdate<T> apply, bool refusesZero) : Kernel
{
    public override void Run(StepContext s)
    {
        (Tensor indices, Tensor updates) = (s.Input(1), s.Input(2));
        using (VariableUpdate update = VariableInput.Update(s, isReference, dtype))
        {
            CheckShapes(s, update.Current!.Shape, indices.Shape, updates.Shape);
            ReadOnlySpan<T> values = MovedElements.Of<T>(updates);
            if (refusesZero) s.Require(!values.Contains(default!, EqualityComparer<T>.Default), "updates must not contain 0");
            if (indices.ElementCount > 0) Scatter(indices, values, updates.Shape.Rank == 0 ? 0 : 1, update.Writable(s.Limits));
        }

        VariableInput.HandOn(s, isReference);
    }

    private void Scatter(Tensor indices, ReadOnlySpan<T> updates, int step, Tensor variable)
    {
        Span<T> elements = MovedElements.Of<T>(variable);
        long rows = variable.Shape[0];
        int inner = rows == 0 ? 0 : (int)(elements.Length / rows);
        int count = (int)indices.ElementCount;
        int taken = step == 0 ? 1 : inner;
        for (int i = 0; i < count; i++)
        {
            long index = indices.Integer(i);
            if ((ulong)index >= (ulong)rows) throw IndexErrors.OutOfRange(indices, i, rows);
            if (inner > 0) apply(updates.Slice(i * inner * step, taken), elements.Slice((int)index * inner, inner));
        }
    }

    private void CheckShapes(StepContext s, Shape variable, Shape indices, Shape updates)
    {
        s.Require(variable.Rank >= 1, $"params must be at least 1-D, got shape {variable}");
        bool fits = updates.Rank == 0 || (updates.Rank == indices.Rank + variable.Rank - 1
            && updates.Dimensions[..indices.Rank].SequenceEqual(indices.Dimensions) && updates.Dimensions[indices.Rank..].SequenceEqual(variable.Dimensions[1..]));
        if (fits) return;
        if (isReference)
        {
            s.Require(false, $"Must have updates.shape = indices.shape + params.shape[1:] or updates.shape = [], got updates.shape {updates}, "
                + $"indices.shape {indices}, params.shape {variable}");
        }

        bool isPrefix = updates.Rank >= indices.Rank && updates.Dimensions[..indices.Rank].SequenceEqual(indices.Dimensions);
        s.Require(isPrefix, $"The shape of indices ({indices}) must be a prefix of the shape of updates ({updates})");
        s.Require(false, $"The rows of updates ({updates}) must have the shape of those of the variable ({variable})");
    }
}

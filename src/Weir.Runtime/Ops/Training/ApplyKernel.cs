using Weir.Sessions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Applies a rule to a variable and its slots, all of them locked together: to all elements, or to the rows that indices name, one after the other.</summary>
internal sealed unsafe class ApplyKernel<T, TRule>(ApplyInputs inputs, DType dtype) : Kernel
    where T : unmanaged
    where TRule : struct, IApplyRule
{
    private readonly bool usesKerasErrors = inputs.Indices >= 0 && typeof(TRule) is { } rule && (rule == typeof(KerasMomentumRule) || rule == typeof(NesterovKerasMomentumRule));

    public override void Run(StepContext s)
    {
        using (VariableUpdates updates = VariableUpdates.Begin(s, inputs.Variables))
        {
            RequireValues(s, updates);
            CheckShapes(s, updates.Current(0)!.Shape, updates);
            T* scalars = stackalloc T[ApplyOperands<T>.MaxScalars];
            ReadScalars(s, scalars);
            ApplyLoop.Prepare<T, TRule>(scalars);
            Apply(s, updates, scalars);
        }

        VariableInput.HandOn(s, inputs.IsReference);
    }

    private void Apply(StepContext s, in VariableUpdates updates, T* scalars)
    {
        Tensor variable = updates.Writable(0, s.Limits);
        Tensor gradient = s.Input(inputs.Gradient);
        ApplyOperands<T> operands = new() { X = (T*)variable.Data, Gradient = (T*)gradient.Data, Scalars = scalars };
        if (TRule.Slots > 0) operands.A = (T*)updates.Writable(1, s.Limits).Data;
        if (TRule.Slots > 1) operands.B = (T*)updates.Writable(2, s.Limits).Data;
        if (TRule.Slots > 2) operands.C = (T*)updates.Writable(3, s.Limits).Data;
        if (inputs.Indices < 0) ApplyLoop.Dense<T, TRule>(operands, variable.ElementCount);
        else ApplyRows(s.Input(inputs.Indices), variable, operands);
    }

    private void ApplyRows(Tensor indices, Tensor variable, in ApplyOperands<T> operands)
    {
        long rows = variable.Shape[0];
        nint length = rows == 0 ? 0 : (nint)(variable.ElementCount / rows);
        for (int i = 0; i < indices.ElementCount; i++)
        {
            long index = indices.Integer(i);
            if ((ulong)index >= (ulong)rows)
            {
                throw usesKerasErrors ? IndexErrors.OutOfRange(indices, i, rows)
                    : new TfException(StatusCode.InvalidArgument, $"Index {index} at offset {i} in indices is out of range");
            }

            ApplyLoop.Run<T, TRule>(operands.At((nint)index * length, i * length, TRule.Slots), length);
        }
    }

    private void RequireValues(StepContext s, in VariableUpdates updates)
    {
        for (int i = 0; i < inputs.Variables; i++)
        {
            if (updates.Current(i) is null)
            {
                throw inputs.IsReference ? VariableInput.Uninitialized(updates[i], isReference: true)
                    : new TfException(StatusCode.Internal, $"Invalid variable reference. {updates[i].Name} ({inputs.Names[i]}) has no value.");
            }

            s.Require(updates.Current(i)!.DType == dtype, $"{inputs.Names[i]} holds {updates.Current(i)!.DType.TfName()}, not {dtype.TfName()}");
        }
    }

    private void CheckShapes(StepContext s, Shape shape, in VariableUpdates updates)
    {
        for (int i = 1; i < inputs.Variables; i++)
        {
            Shape slot = updates.Current(i)!.Shape;
            s.Require(slot.Equals(shape), $"var and {inputs.Names[i]} do not have the same shape{shape} {slot}");
        }

        foreach (int scalar in inputs.Scalars) s.Require(s.Input(scalar).Shape.Rank == 0, $"{inputs.Names[scalar]} is not a scalar: {s.Input(scalar).Shape}");
        Shape gradient = s.Input(inputs.Gradient).Shape;
        if (inputs.Indices < 0)
        {
            s.Require(gradient.Equals(shape), $"var and {inputs.Names[inputs.Gradient]} do not have the same shape{shape} {gradient}");
            return;
        }

        Shape indices = s.Input(inputs.Indices).Shape;
        s.Require(shape.Rank >= 1, "var must be at least 1 dimensional");
        s.Require(indices.Rank == 1, "indices must be one-dimensional");
        s.Require(gradient.Rank >= 1 && gradient[0] == indices[0], "grad must be the same size as indices in the first dimension.");
        s.Require(gradient.Dimensions[1..].SequenceEqual(shape.Dimensions[1..]), $"var and grad must match in all dimensions but the first: {shape} and {gradient}");
    }

    private void ReadScalars(StepContext s, T* scalars)
    {
        new Span<T>(scalars, ApplyOperands<T>.MaxScalars).Clear();
        for (int i = 0; i < inputs.Scalars.Length; i++)
        {
            Tensor scalar = s.Input(inputs.Scalars[i]);
            // A count among numbers: global_step.
            if (scalar.DType == dtype) scalars[i] = *(T*)scalar.Data;
            else if (typeof(T) == typeof(float)) ((float*)scalars)[i] = scalar.Integer(0);
            else ((double*)scalars)[i] = scalar.Integer(0);
        }
    }
}

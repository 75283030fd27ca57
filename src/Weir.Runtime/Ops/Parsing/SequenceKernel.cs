using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The kernel of the ops that parse batches of tf.SequenceExamples: keys are attributes or inputs.</summary>
internal abstract class SequenceKernel(SequenceLayout layout) : Kernel
{
    /// <summary>Its parsers.</summary>
    private readonly IdleObjects<SequenceParser> idle = new();

    protected SequenceLayout Layout => layout;

    /// <summary>The input with the first default value of a dense context feature; the others follow.</summary>
    protected abstract int FirstDefault { get; }

    public sealed override void Run(StepContext s)
    {
        (Shape serialized, Tensor names) = (s.Input(0).Shape, s.Input(1));
        s.Require(serialized.Rank <= 1, $"Expected serialized to be a scalar or vector, got shape: {serialized}");
        s.Require(names.ElementCount == 0 || names.Shape.Equals(serialized),
            $"Expected debug_name to have the same shape as serialized: debug_name.shape={names.Shape}, serialized.shape={serialized}");
        CheckDefaults(s);
        SequenceParser parser = idle.Take() ?? new SequenceParser(layout);
        try
        {
            CopyKeys(s, parser);
            parser.Begin(names.Strings);
            byte[][] examples = s.Input(0).Strings;
            for (int e = 0; e < examples.Length; e++)
            {
                parser.Parse(examples[e], e);
                foreach (FeatureColumn column in parser.Context) column.EndExample();
            }

            Write(s, parser, batched: serialized.Rank == 1);
        }
        finally
        {
            parser.Clear();
            idle.TryKeep(parser);
        }
    }

    /// <summary>Says what the features are called.</summary>
    protected abstract void CopyKeys(StepContext s, SequenceParser parser);

    /// <summary>Whether an example may do without a dense list.</summary>
    protected abstract bool MayLack(StepContext s, int dense);

    private void CheckDefaults(StepContext s)
    {
        for (int d = 0; d < layout.ContextDense.Length; d++)
        {
            Tensor value = s.Input(FirstDefault + d);
            s.Require(value.ElementCount == 0 || layout.ContextDense[d].ExampleShape.Equals(value.Shape),
                $"def_value[{d}].shape() == {value.Shape} is not compatible with dense_shapes_[{d}] == {layout.ContextDense[d].ExampleShape}");
        }
    }

    private void Write(StepContext s, SequenceParser parser, bool batched)
    {
        int output = 0;
        ReadOnlySpan<FeatureColumn> context = parser.Context;
        for (int i = 0; i < layout.ContextSparse.Length; i++) ColumnOutputs.WriteSparse(s, context[i], i, layout.ContextSparse.Length, batched);
        output += 3 * layout.ContextSparse.Length;
        for (int d = 0; d < layout.ContextDense.Length; d++) WriteDense(s, parser, layout.ContextSparse.Length + d, d, output++, batched);
        int ragged = layout.ContextRagged.Length;
        for (int i = 0; i < ragged; i++) ColumnOutputs.WriteRagged(s, context[^(ragged - i)], output + i, output + ragged + i, batched);
        output += 2 * ragged;
        WriteLists(s, parser, output, batched);
    }

    private void WriteDense(StepContext s, SequenceParser parser, int feature, int d, int output, bool batched)
    {
        FeatureColumn column = parser.Context[feature];
        FeatureSpec spec = column.Spec;
        Tensor value = s.Input(FirstDefault + d);
        long longest = Math.Max(column.Longest, value.ElementCount);
        if (spec.Form != FeatureForm.Dense || longest != spec.Stride) throw parser.WrongCount(feature, spec.Stride, longest);
        Tensor tensor = batched ? s.Output(output, [column.Examples, .. spec.ExampleShape.Dimensions]) : s.Output(output, spec.ExampleShape.Dimensions);
        for (int e = 0; e < column.Examples; e++)
        {
            int count = column.EndOf(e) - column.StartOf(e);
            if (count == spec.Stride) column.Values.CopyTo(column.StartOf(e), count, tensor, e * spec.Stride);
            else if (count > 0) throw parser.Unexpected(e);
            else if (value.ElementCount == 0) throw parser.Missing(feature);
            else column.Values.CopyDefault(value, tensor, e * spec.Stride);
        }
    }

    private void WriteLists(StepContext s, SequenceParser parser, int output, bool batched)
    {
        ReadOnlySpan<SequenceColumn> lists = parser.Lists;
        int sparse = layout.ListSparse.Length, dense = layout.ListDense.Length, ragged = layout.ListRagged.Length;
        for (int i = 0; i < sparse; i++) SequenceOutputs.WriteSparse(s, lists[i], output + i, sparse, batched);
        output += 3 * sparse;
        for (int i = 0; i < dense; i++)
        {
            if (lists[sparse + i].FirstWithout is >= 0 and int example && !MayLack(s, i)) throw parser.MissingList(sparse + i, example);
            SequenceOutputs.WriteDense(s, lists[sparse + i], output + i, output + dense + i, batched);
        }

        output += 2 * dense;
        for (int i = 0; i < ragged; i++) SequenceOutputs.WriteRagged(s, lists[sparse + dense + i], output + i, ragged);
    }
}

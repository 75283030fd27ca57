using Weir.Sessions;

namespace Weir.Ops;

/// <summary>The kernel of the ops that parse tf.Examples. They differ in where keys and defaults come from, and in whether the examples are a batch.</summary>
internal abstract class ExampleKernel(FeatureSpec[] sparse, FeatureSpec[] dense, FeatureSpec[] ragged) : Kernel
{
    private readonly FeatureSpec[] specs = [.. sparse, .. dense, .. ragged];

    /// <summary>Its parsers.</summary>
    private readonly IdleObjects<ExampleParser> idle = new();

    protected int SparseCount => sparse.Length;

    protected int DenseCount => dense.Length;

    protected int RaggedCount => ragged.Length;

    /// <summary>The input with the first dense feature's default value; the others follow.</summary>
    protected abstract int FirstDefault { get; }

    public static FeatureSpec[] SparseSpecs(DType[] types) => Array.ConvertAll(types, FeatureSpec.Sparse);

    public static FeatureSpec[] DenseSpecs(DType[] types, Shape[] shapes) => types.Length == shapes.Length
        ? [.. types.Select((type, i) => FeatureSpec.Dense(type, shapes[i], i))]
        : throw new TfException(StatusCode.InvalidArgument, $"len(dense_types) attr is {types.Length}, len(dense_shapes) attr {shapes.Length}");

    public static FeatureSpec[] RaggedSpecs(DType[] types) => Array.ConvertAll(types, FeatureSpec.Ragged);

    public sealed override void Run(StepContext s)
    {
        CheckInputs(s);
        CheckDefaults(s);
        ExampleParser parser = idle.Take() ?? new ExampleParser(specs);
        try
        {
            CopyKeys(s, parser.Keys);
            if (s.Input(0).Shape.Rank == 0) RunAlone(s, parser);
            else RunBatch(s, parser);
        }
        finally
        {
            parser.Clear();
            idle.TryKeep(parser);
        }
    }

    protected abstract void CheckInputs(StepContext s);

    /// <summary>Says what the features are called: sparse, dense, ragged.</summary>
    protected abstract void CopyKeys(StepContext s, Span<byte[]> keys);

    /// <summary>The names of the examples, for messages; empty: none has one.</summary>
    protected virtual byte[][] Names(StepContext s) => [];

    private void CheckDefaults(StepContext s)
    {
        for (int d = 0; d < dense.Length; d++)
        {
            Tensor value = s.Input(FirstDefault + d);
            if (dense[d].Form == FeatureForm.Padded)
            {
                s.Require(value.ElementCount == 1, $"dense_shape[{d}] is a variable length shape: {dense[d].ExampleShape}, therefore def_value[{d}] "
                    + $"must contain a single element (the padding element).  But its shape is: {value.Shape}");
            }
            else
            {
                s.Require(value.ElementCount == 0 || dense[d].ExampleShape.Equals(value.Shape),
                    $"def_value[{d}].shape() == {value.Shape} is not compatible with dense_shapes_[{d}] == {dense[d].ExampleShape}");
            }
        }
    }

    private void RunBatch(StepContext s, ExampleParser parser)
    {
        byte[][] examples = s.Input(0).Strings;
        parser.Begin(Names(s));
        Tensor[] outputs = new Tensor[dense.Length];
        for (int d = 0; d < dense.Length; d++)
        {
            if (dense[d].Form == FeatureForm.Dense) outputs[d] = s.Output(DenseOutput(d), [examples.Length, .. dense[d].ExampleShape.Dimensions]);
        }

        for (int e = 0; e < examples.Length; e++)
        {
            parser.Parse(examples[e], e);
            for (int d = 0; d < dense.Length; d++)
            {
                FeatureColumn column = parser.Columns[sparse.Length + d];
                if (column.Spec.Form == FeatureForm.Dense) TakeDense(s, parser, d, e, outputs[d], e * column.Spec.Stride);
            }

            foreach (FeatureColumn column in parser.Columns)
            {
                if (column.Spec.Form != FeatureForm.Dense) column.EndExample();
            }
        }

        for (int i = 0; i < sparse.Length; i++) ColumnOutputs.WriteSparse(s, parser.Columns[i], i, sparse.Length, batched: true);
        for (int d = 0; d < dense.Length; d++)
        {
            if (dense[d].Form == FeatureForm.Padded) ColumnOutputs.WritePadded(s, parser.Columns[sparse.Length + d], DenseOutput(d), s.Input(FirstDefault + d));
        }

        WriteRagged(s, parser, batched: true);
    }

    private void RunAlone(StepContext s, ExampleParser parser)
    {
        parser.Begin(exampleNames: null);
        parser.Parse(s.Input(0).Strings[0], 0);
        for (int d = 0; d < dense.Length; d++)
        {
            FeatureColumn column = parser.Columns[sparse.Length + d];
            if (column.Spec.Form == FeatureForm.Dense)
            {
                TakeDense(s, parser, d, 0, s.Output(DenseOutput(d), column.Spec.ExampleShape.Dimensions), 0);
            }
            else
            {
                Tensor output = s.Output(DenseOutput(d), [column.Values.Count / column.Spec.Stride, .. column.Spec.ExampleShape.Dimensions[1..]]);
                column.Values.CopyTo(0, column.Values.Count, output, 0);
            }
        }

        foreach (FeatureColumn column in parser.Columns) column.EndExample();
        for (int i = 0; i < sparse.Length; i++) ColumnOutputs.WriteSparse(s, parser.Columns[i], i, sparse.Length, batched: false);
        WriteRagged(s, parser, batched: false);
    }

    /// <summary>Moves an example's values, or the default, to their row.</summary>
    private void TakeDense(StepContext s, ExampleParser parser, int d, int example, Tensor output, long at)
    {
        FeatureColumn column = parser.Columns[sparse.Length + d];
        if (column.LastExample == example)
        {
            column.Values.CopyTo(0, column.Values.Count, output, at);
            column.Values.Clear();
            return;
        }

        Tensor value = s.Input(FirstDefault + d);
        if (value.ElementCount == 0) throw parser.Missing(sparse.Length + d, example);
        column.Values.CopyDefault(value, output, at);
    }

    private void WriteRagged(StepContext s, ExampleParser parser, bool batched)
    {
        int first = DenseOutput(dense.Length);
        for (int i = 0; i < ragged.Length; i++)
        {
            ColumnOutputs.WriteRagged(s, parser.Columns[sparse.Length + dense.Length + i], first + i, first + ragged.Length + i, batched);
        }
    }

    private int DenseOutput(int d) => (3 * sparse.Length) + d;
}

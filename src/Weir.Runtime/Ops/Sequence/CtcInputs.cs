namespace Weir.Ops;

/// <summary>The logits [time, batch, classes] and the lengths of a batch of sequences, which CTC ops take.</summary>
internal static class CtcInputs
{
    /// <summary>Checks them. A sequence that is longer than there are steps has a code of each op's own.</summary>
    public static (int Time, int Batch, int Classes) Read(StepContext s, int lengthInput, StatusCode tooLong)
    {
        (Tensor inputs, Tensor lengths) = (s.Input(0), s.Input(lengthInput));
        s.Require(inputs.Shape.Rank == 3, "inputs is not a 3-Tensor");
        s.Require(lengths.Shape.Rank == 1, "sequence_length is not a vector");
        (int time, int batch, int classes) = ((int)inputs.Shape[0], (int)inputs.Shape[1], (int)inputs.Shape[2]);
        s.Require(time > 0, "max_time is 0");
        s.Require(batch > 0 && classes > 0, $"batch_size and num_classes must not be 0, inputs are {inputs.Shape}");
        s.Require(lengths.ElementCount == batch, $"len(sequence_length) != batch_size.  len(sequence_length):  {lengths.ElementCount} batch_size: {batch}");
        for (int b = 0; b < batch; b++)
        {
            int length = lengths.Elements<int>()[b];
            if (length < 0 || length > time) throw new TfException(tooLong, $"sequence_length({b}) <= {time}");
        }

        return (time, batch, classes);
    }

    /// <summary>What is known of the logits.</summary>
    public static (long Time, long Batch, long Classes) Infer(ShapeContext c, int lengthInput)
    {
        Shape inputs = c.WithRank(0, 3);
        long batch = c.MergeSizes(inputs[1], c.WithRank(lengthInput, 1)[0]);
        return (inputs[0], batch, inputs[2]);
    }

    /// <summary>Writes sequences of labels as a sparse tensor of batch rows.</summary>
    public static void WriteSparse(StepContext s, int indices, int values, int shape, IReadOnlyList<IReadOnlyList<int>> sequences)
    {
        long total = sequences.Sum(sequence => (long)sequence.Count);
        Span<long> rows = s.Output(indices, total, 2).Elements<long>(), labels = s.Output(values, total).Elements<long>();
        Span<long> sizes = s.Output(shape, 2).Elements<long>();
        (sizes[0], sizes[1]) = (sequences.Count, sequences.Max(sequence => sequence.Count));
        for (int b = 0, at = 0; b < sequences.Count; b++)
        {
            for (int i = 0; i < sequences[b].Count; i++, at++) (rows[2 * at], rows[(2 * at) + 1], labels[at]) = (b, i, sequences[b][i]);
        }
    }
}

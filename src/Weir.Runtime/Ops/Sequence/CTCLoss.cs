using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Minus the log probability of each sequence's labels, over all ways to put blanks between; and its gradient. The last class is the blank.</summary>
/// <remarks>Source: ctc_loss_op.cc, ctc_loss_calculator.h; gradient: ctc_ops.py.</remarks>
internal sealed class CTCLoss : Op
{
    public override OpDefinition Definition { get; } = "CTCLoss(inputs: T, labels_indices: int64, labels_values: int32, sequence_length: int32) -> loss: T, gradient: "
        + "T; preprocess_collapse_repeated: bool = false; ctc_merge_repeated: bool = true; ignore_longer_outputs_than_inputs: bool = false; T: {float, "
        + "double} = float";

    public override void InferShapes(ShapeContext c)
    {
        (long time, long batch, long classes) = CtcInputs.Infer(c, 3);
        c.MergeSizes(c.WithRank(1, 2)[0], c.WithRank(2, 1)[0]);
        c.Output(0, Shape.Of(batch));
        c.Output(1, Shape.Of(time, batch, classes));
    }

    public override void Gradient(GradientContext g)
    {
        Output column = Reshape.Build(g.Outgoing(0), g.Graph.Const(Tensor.From(-1, 1)));
        g.Flow(0, column * g.Output(1));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(
        ElementTypes.WideFloats, new Maker(r.Bool("preprocess_collapse_repeated"), r.Bool("ctc_merge_repeated"), r.Bool("ignore_longer_outputs_than_inputs")));

    private readonly struct Maker(bool collapse, bool merge, bool ignoreLonger) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Loss<T>(collapse, merge, ignoreLonger);
    }

    private sealed class Loss<T>(bool collapse, bool merge, bool ignoreLonger) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (int time, int batch, int classes) = CtcInputs.Read(s, 3, StatusCode.InvalidArgument);
            (List<int>[] labels, int[] given) = ReadLabels(s, batch, classes);
            ReadOnlySpan<int> lengths = s.Input(3).Elements<int>();
            Span<T> losses = s.Output(0, batch).Elements<T>();
            Tensor gradient = s.Output(1, time, batch, classes);
            losses.Clear();
            gradient.Clear();
            ReadOnlySpan<T> logits = s.Input(0).Elements<T>();
            Span<T> back = gradient.Elements<T>();
            for (int b = 0; b < batch; b++)
            {
                s.ThrowIfCancelled();
                if (given[b] > lengths[b])
                {
                    s.Require(ignoreLonger, $"Not enough time for target transition sequence (required: {given[b]}, available: {lengths[b]}){b}"
                        + $"You can turn this error into a warning by using the flag ignore_longer_outputs_than_inputs");
                    continue;
                }

                double[,] probabilities = Softmax(logits, lengths[b], batch, b, classes);
                CtcPaths paths = new(labels[b], classes - 1, merge, probabilities);
                losses[b] = RealNumber.FromDouble<T>(-paths.LogProbability);
                double[,] toLogits = paths.Gradient();
                for (int t = 0; t < lengths[b]; t++)
                {
                    for (int k = 0; k < classes; k++) back[(((t * batch) + b) * classes) + k] = RealNumber.FromDouble<T>(toLogits[t, k]);
                }
            }
        }

        /// <summary>The labels of each row up to the first that is the blank or above it, and how many were given.</summary>
        private (List<int>[] Labels, int[] Given) ReadLabels(StepContext s, int batch, int classes)
        {
            (Tensor indices, Tensor values) = (s.Input(1), s.Input(2));
            s.Require(indices.Shape.Rank == 2 && indices.Shape[1] == 2, $"labels_indices is not a matrix of two columns: {indices.Shape}");
            s.Require(values.Shape.Rank == 1, "labels_values is not a vector");
            s.Require(indices.Shape[0] == values.ElementCount, "labels_indices and labels_values must contain the same number of rows");
            SparseIndices places = new(indices, values.ElementCount, [batch, long.MaxValue]);
            places.RequireOrdered(s);
            List<int>[] labels = [.. Enumerable.Range(0, batch).Select(_ => new List<int>())];
            int[] given = new int[batch];
            bool isEnded = false;
            for (int i = 0; i < places.Count; i++)
            {
                int b = (int)places[i, 0], label = values.Elements<int>()[i];
                bool isRepeated = given[b] > 0 && values.Elements<int>()[i - 1] == label;
                if (given[b]++ == 0) isEnded = false;
                if (collapse && isRepeated) continue;
                if (label >= classes - 1)
                {
                    isEnded = true;
                    continue;
                }

                s.Require(!isEnded, $"Saw a non-null label (index >= num_classes - 1) following a null label, batch: {b} num_classes: {classes}");
                s.Require(label >= 0, $"All labels must be nonnegative integers, batch: {b} labels: {label}");
                labels[b].Add(label);
            }

            for (int b = 0; b < batch; b++) s.Require(given[b] > 0, $"Labels length is zero in batch {b}");
            return (labels, given);
        }

        private static double[,] Softmax(ReadOnlySpan<T> logits, int length, int batch, int b, int classes)
        {
            double[,] result = new double[length, classes];
            for (int t = 0; t < length; t++)
            {
                ReadOnlySpan<T> row = logits.Slice(((t * batch) + b) * classes, classes);
                double most = double.NegativeInfinity, sum = 0;
                foreach (T logit in row) most = Math.Max(most, RealNumber.ToDouble(logit));
                for (int k = 0; k < classes; k++) sum += result[t, k] = Math.Exp(RealNumber.ToDouble(row[k]) - most);
                for (int k = 0; k < classes; k++) result[t, k] /= sum;
            }

            return result;
        }
    }
}

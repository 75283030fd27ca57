using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The cross entropy of logits and labels, row by row, and its gradient to the logits. Labels are distributions or classes. Two rows of the table.</summary>
/// <remarks>Distributions and logits broadcast against each other. Source: xent_op.cc, sparse_xent_op.cc; gradients: nn_grad.py.</remarks>
internal sealed class CrossEntropy(OpDefinition definition, bool isSparse) : Op
{
    private const int MostLabelsShown = 100;

    public static readonly Op[] All =
    [
        new CrossEntropy("SoftmaxCrossEntropyWithLogits(features: T, labels: T) -> loss: T, backprop: T; T: {half, bfloat16, float, double}", isSparse: false),
        new CrossEntropy("SparseSoftmaxCrossEntropyWithLogits(features: T, labels: Tlabels) -> loss: T, backprop: T; T: {half, bfloat16, float, double}; "
            + "Tlabels: {int32, int64} = int64", isSparse: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        if (isSparse)
        {
            Shape logits = c.WithRank(0, 2);
            long rows = c.MergeSizes(logits[0], c.WithRank(1, 1)[0]);
            c.Output(0, Shape.Of(rows));
            c.Output(1, Shape.Of(rows, logits[1]));
            return;
        }

        Shape both = BroadcastShapes.Infer(c, c.Input(0), c.Input(1));
        c.Require(!both.HasRank || both.Rank == 2, $"Shape must be broadcasted with rank 2, but is rank {both.Rank}");
        c.Output(0, Shape.Of(both.HasRank ? both[0] : -1));
        c.Output(1, both.HasRank ? both : Shape.OfRank(2));
    }

    public override void Gradient(GradientContext g)
    {
        (Output logits, Output losses) = (g.Input(0), g.Outgoing(0));
        Output last = g.Graph.Const(-1);
        Output column = ExpandDims.Build(losses, -1);
        Output flow = column * g.Output(1);
        if (g.HasOutgoing(1))
        {
            (Output second, Output softmax) = (g.Outgoing(1), Softmax.Build(logits, logarithm: false));
            flow += (second - Reductions.Sum(second * softmax, last, keepDims: true)) * softmax;
        }

        g.Flow(0, flow);
        if (!isSparse) g.Flow(1, column * -Softmax.Build(logits, logarithm: true));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (isSparse) r.Ignore("Tlabels");
        return r.ForNumber(ElementTypes.Floats, new Maker(isSparse));
    }

    private readonly struct Maker(bool isSparse) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => isSparse ? new OfClasses<T>() : new OfDistributions<T>();
    }

    private sealed class OfDistributions<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor logits, Tensor labels) = (s.Input(0), s.Input(1));
            const string NotMatrices = "logits and labels must be either 2-dimensional, or broadcasted to be 2-dimensional";
            s.Require(logits.Shape.Rank <= 2 && labels.Shape.Rank <= 2 && Math.Max(logits.Shape.Rank, labels.Shape.Rank) == 2, NotMatrices);
            (long rows, long columns) = (Size(s, logits, labels, 0), Size(s, logits, labels, 1));
            Span<T> losses = s.Output(0, rows).Elements<T>(), gradients = s.Output(1, rows, columns).Elements<T>();
            if (losses.IsEmpty) return;
            Simd.CrossEntropy.Run<T>(Matrix(logits), Matrix(labels), (int)rows, (int)columns, losses, gradients);
        }

        private static long Size(StepContext s, Tensor logits, Tensor labels, int dimension)
        {
            (long a, long b) = (SizeOf(logits, dimension), SizeOf(labels, dimension));
            s.Require(a == b || a == 1 || b == 1, $"logits and labels must be broadcastable: logits_size={logits.Shape} labels_size={labels.Shape}");
            long size = a == 1 ? b : a;
            s.Require(size <= int.MaxValue, $"logits and labels are too large: {logits.Shape}, {labels.Shape}");
            return size;
        }

        private static BroadcastRows<T> Matrix(Tensor x) => new(x.Elements<T>(), SizeOf(x, 0) != 1, SizeOf(x, 1) != 1);

        private static long SizeOf(Tensor x, int dimension) => dimension - 2 + x.Shape.Rank is >= 0 and int d ? x.Shape[d] : 1;
    }

    private sealed class OfClasses<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor logits, Tensor labels) = (s.Input(0), s.Input(1));
            s.Require(logits.Shape.Rank == 2, $"logits must be 2-D, but got shape {logits.Shape}");
            s.Require(labels.Shape.Rank == 1, $"labels must be 1-D, but got shape {labels.Shape}");
            s.Require(logits.Shape[0] == labels.Shape[0], $"logits and labels must have the same first dimension, got logits shape {logits.Shape} and labels shape {labels.Shape}");
            s.Require(logits.Shape[1] > 0, $"Must have at least one class, but got logits shape {logits.Shape}");
            Span<T> losses = s.Output(0, logits.Shape[0]).Elements<T>(), gradients = s.OutputLike(1, logits).Elements<T>();
            Span<int> classes = PositionMemory.Get(losses.Length);
            for (int i = 0; i < classes.Length; i++)
            {
                long label = labels.Integer(i);
                if (label < 0 || label >= logits.Shape[1]) throw OutOfRange(label, labels, logits.Shape[1]);
                classes[i] = (int)label;
            }

            if (losses.Length > 0) Simd.CrossEntropy.Run(logits.Elements<T>(), classes, (int)logits.Shape[1], losses, gradients);
        }

        private static TfException OutOfRange(long label, Tensor labels, long classes)
        {
            int shown = (int)Math.Min(MostLabelsShown, labels.ElementCount);
            string values = string.Join(' ', Enumerable.Range(0, shown).Select(i => labels.Integer(i)));
            return new TfException(StatusCode.InvalidArgument,
                $"Received a label value of {label} which is outside the valid range of [0, {classes}).  Label values: {values}{(shown < labels.ElementCount ? "..." : "")}");
        }
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Puts the mirror image of a tensor's edges around it; and the gradient, which adds the image back to where it came from.</summary>
/// <remarks>REFLECT leaves the edge itself out of the image, SYMMETRIC repeats it. Source: mirror_pad_op.cc; gradients: array_grad.py.</remarks>
internal sealed class MirrorPad(OpDefinition definition, bool folds) : Op
{
    /// <summary>TensorFlow's own limit.</summary>
    private const int MaxRank = 5;

    private const string Attributes = "T: type; Tpaddings: {int32, int64} = int32; mode: {\"REFLECT\", \"SYMMETRIC\"}";

    private static readonly ElementTypes Types = ElementTypes.Numbers | new ElementTypes(DType.Bool, DType.QInt8, DType.QUInt8, DType.QInt32, DType.String);

    public static readonly Op[] All =
    [
        new MirrorPad($"MirrorPad(input: T, paddings: Tpaddings) -> output: T; {Attributes}", folds: false),
        new MirrorPad($"MirrorPadGrad(input: T, paddings: Tpaddings) -> output: T; {Attributes}", folds: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        Shape paddings = c.WithRank(1, 2);
        c.MergeSizes(paddings[1], 2);
        long rank = c.MergeSizes(paddings[0], x.HasRank ? x.Rank : -1);
        if (rank is < 0 or > Shape.MaxRank) return;
        long[] sizes = Shape.OfRank((int)rank).Dimensions.ToArray();
        if (x.HasRank && c.TryConstant(1, out long[] pads))
        {
            for (int i = 0; i < rank; i++)
            {
                c.Require(pads[2 * i] >= 0 && pads[(2 * i) + 1] >= 0, $"Paddings must be non-negative: {pads[2 * i]} {pads[(2 * i) + 1]}");
                long around = checked(pads[2 * i] + pads[(2 * i) + 1]);
                if (x[i] >= 0) sizes[i] = folds ? Math.Max(-1, x[i] - around) : checked(x[i] + around);
            }
        }

        c.Output(0, Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g) =>
        g.Flow(0, g.Graph.AddOperation(folds ? "MirrorPad" : "MirrorPadGrad", [g.Outgoing(0), g.Input(1)], g.Attributes("mode"))[0]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tpaddings");
        int edge = r.String("mode") == "REFLECT" ? 1 : 0;
        if (folds) return r.ForType(ElementTypes.Numbers, new FoldMaker(edge));
        return Types.Contains(r.Type("T")) ? r.ForMoving(new Maker(edge)) : throw r.NoKernel("T");
    }

    /// <summary>Reads and checks paddings.</summary>
    /// <param name="s">The kernel's context.</param>
    /// <param name="before">How much goes before, for each dimension.</param>
    /// <param name="around">How much goes before and behind.</param>
    private static void Read(StepContext s, Span<long> before, Span<long> around)
    {
        (Shape x, Tensor paddings) = (s.Input(0).Shape, s.Input(1));
        s.Require(paddings.Shape.Rank == 2 && paddings.Shape[1] == 2, $"paddings must be a matrix with 2 columns: {paddings.Shape}");
        s.Require(paddings.Shape[0] == x.Rank, $"The first dimension of paddings must be the rank of inputs{paddings.Shape}, {x}");
        for (int i = 0; i < before.Length; i++)
        {
            before[i] = paddings.Integer(2 * i);
            long behind = paddings.Integer((2 * i) + 1);
            s.Require(before[i] >= 0 && behind >= 0, $"paddings must be non-negative: {before[i]} {behind}");
            s.Require(before[i] <= int.MaxValue && behind <= int.MaxValue, $"paddings are too large: {before[i]} {behind}");
            around[i] = before[i] + behind;
        }
    }

    private static int Rank(StepContext s)
    {
        int rank = s.Input(0).Shape.Rank;
        return rank <= MaxRank ? rank : throw new TfException(StatusCode.Unimplemented, $"inputs rank not in [0,{MaxRank}]: {rank}");
    }

    private readonly struct Maker(int edge) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Surround<T>(edge);
    }

    private readonly struct FoldMaker(int edge) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Fold<T>(edge);
    }

    /// <summary>One dimension after the other, from the innermost: what is not filled yet is copied too, and overwritten by the next.</summary>
    private sealed class Surround<T>(int edge) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            int rank = Rank(s);
            Span<long> before = stackalloc long[rank];
            Span<long> sizes = stackalloc long[rank];
            Read(s, before, sizes);
            for (int i = 0; i < rank; i++)
            {
                (long first, long last, long size) = (before[i], sizes[i] - before[i], x.Shape[i]);
                s.Require(edge == 0 || (first < size && last < size), $"paddings must be less than the dimension size: {first}, {last} not less than {size}");
                s.Require(first <= size && last <= size, $"paddings must be no greater than the dimension size: {first}, {last} greater than {size}");
                sizes[i] += size;
            }

            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            if (output.IsEmpty) return;
            Blocks.CopyIn(MovedElements.Of<T>(x), x.Shape.Dimensions, before, output, sizes);
            for (int i = rank - 1; i >= 0; i--)
            {
                Mirror mirror = new(Slabs.Of(sizes, i), before[i], x.Shape[i], edge);
                for (long pair = 0; pair < mirror.Pairs; pair++)
                {
                    (int image, int original) = mirror.Pair(pair);
                    output.Slice(original, mirror.Block).CopyTo(output[image..]);
                }
            }
        }
    }

    private sealed class Fold<T>(int edge) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            int rank = Rank(s);
            Span<long> before = stackalloc long[rank];
            Span<long> sizes = stackalloc long[rank];
            Read(s, before, sizes);
            Span<long> around = stackalloc long[rank];
            sizes.CopyTo(around);
            for (int i = 0; i < rank; i++)
            {
                (long first, long last, long size) = (before[i], around[i] - before[i], x.Shape[i]);
                s.Require(around[i] < size || around[i] == 0, $"Total paddings must be less than the input dimension size: {around[i]} was not less than {size}");
                sizes[i] = size - around[i];
                s.Require(first <= sizes[i] - edge && last <= sizes[i] - edge || around[i] == 0,
                    $"paddings must be no greater than the output dimension size: {first}, {last} greater than {sizes[i]}");
            }

            using Tensor sums = Tensor.Allocate(x.DType, x.Shape);
            Span<T> values = sums.Elements<T>();
            x.Elements<T>().CopyTo(values);
            for (int i = 0; i < rank && values.Length > 0; i++)
            {
                Mirror mirror = new(Slabs.Of(x.Shape.Dimensions, i), before[i], sizes[i], edge);
                for (long pair = 0; pair < mirror.Pairs; pair++)
                {
                    (int image, int original) = mirror.Pair(pair);
                    Span<T> sum = values.Slice(original, mirror.Block);
                    Elementwise.Binary<T, Add>(sum, values.Slice(image, mirror.Block), sum);
                }
            }

            Blocks.CopyOut(values, x.Shape.Dimensions, before, s.Output(0, sizes).Elements<T>(), sizes);
        }
    }

    /// <summary>One padded dimension as pairs of blocks: one of the image, and the one that it is the image of.</summary>
    private readonly struct Mirror(Slabs slabs, long before, long size, int edge)
    {
        public int Block => (int)slabs.Inner;

        public long Pairs => slabs.Outer * (slabs.Length - size);

        public (int Image, int Original) Pair(long pair)
        {
            (long outer, long place) = Math.DivRem(pair, slabs.Length - size);
            bool isBefore = place < before;
            long image = isBefore ? place : place + size;
            long original = isBefore ? (2 * before) - 1 - image + edge : (2 * (before + size)) - 1 - image - edge;
            return ((int)(((outer * slabs.Length) + image) * slabs.Inner), (int)(((outer * slabs.Length) + original) * slabs.Inner));
        }
    }
}

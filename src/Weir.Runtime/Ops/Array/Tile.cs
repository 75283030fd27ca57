using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A tensor repeated a number of times in each dimension.</summary>
/// <remarks>Source: tile_ops.cc.</remarks>
internal sealed class Tile : Op
{
    private static readonly ElementTypes NoKernels = ElementTypes.Quantized | new ElementTypes(DType.UInt16);

    public override OpDefinition Definition { get; } = "Tile(input: T, multiples: Tmultiples) -> output: T; T: type; Tmultiples: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        Shape vector = c.WithRank(1, 1);
        c.Require(!x.HasRank || vector[0] < 0 || vector[0] == x.Rank, $"Shape must be rank {x.Rank} but is rank {vector[0]}");
        long rank = x.HasRank ? x.Rank : vector[0];
        if (rank is < 0 or > Shape.MaxRank) return;
        long[] sizes = Shape.OfRank((int)rank).Dimensions.ToArray();
        if (x.HasRank && c.Integers(1) is { } multiples)
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                if (multiples[i] is >= 0 and long times && x[i] >= 0) sizes[i] = x[i] == 0 || times <= long.MaxValue / x[i] ? x[i] * times : -1;
            }
        }

        c.Output(0, Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g)
    {
        // [a, b] repeated [m, n] times is [m, a, n, b]: the sum over m and n.
        Graph graph = g.Graph;
        Output sizes = ShapeOp.Build(g.Input(0));
        Output both = Transpose.Build(Pack.Build([CastOp.Build(g.Input(1), DType.Int32), sizes]), graph.Const(Tensor.From(1, 0)));
        Output split = Reshape.Build(both, graph.Const(Tensor.From(-1)));
        Output axes = RangeOp.Build(graph.Const(0), Size.Build(split), graph.Const(2));
        g.Flow(0, Reshape.Build(Reductions.Sum(Reshape.Build(g.Outgoing(0), split), axes), sizes));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tmultiples");
        DType dtype = r.Type("T");
        return NoKernels.Contains(dtype) ? new Unsupported(dtype) : r.ForMoving(default(Maker));
    }

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Repeat<T>();
    }

    private sealed class Unsupported(DType dtype) : Kernel
    {
        public override void Run(StepContext s) => throw new TfException(StatusCode.Unimplemented,
            $"TileOp : The input data type is not supported, DataType : {dtype.TfName()}, Dimension : {s.Input(0).Shape.Rank}");
    }

    private sealed class Repeat<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor multiples) = (s.Input(0), s.Input(1));
            int rank = x.Shape.Rank;
            s.Require(multiples.Shape.Rank == 1, $"Expected multiples to be 1-D, but got shape {multiples.Shape}");
            s.Require(multiples.ElementCount == rank, $"Expected multiples argument to be a vector of length {rank} but got length {multiples.ElementCount}");
            Span<long> times = stackalloc long[rank];
            multiples.Integers(times);
            Span<long> sizes = stackalloc long[rank];
            for (int i = 0; i < rank; i++)
            {
                s.Require(times[i] >= 0, $"Expected multiples[{i}] >= 0, but got {times[i]}");
                s.Require(x.Shape[i] == 0 || times[i] <= long.MaxValue / x.Shape[i], $"MultiplyWithoutOverflow: multiples[{i}] is {times[i]}");
                sizes[i] = x.Shape[i] * times[i];
            }

            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            if (output.IsEmpty) return;
            Fill(MovedElements.Of<T>(x), x.Shape.Dimensions, times, output);
        }

        /// <summary>Copies each row of the outer dimensions, already repeated in the inner ones, as often as the outermost asks.</summary>
        private static int Fill(ReadOnlySpan<T> source, ReadOnlySpan<long> sizes, ReadOnlySpan<long> times, Span<T> output)
        {
            int done = 0;
            if (sizes.IsEmpty)
            {
                output[0] = source[0];
                return 1;
            }

            if (sizes.Length == 1)
            {
                source.CopyTo(output);
                done = source.Length;
            }
            else
            {
                int row = source.Length / (int)sizes[0];
                for (int i = 0; i < sizes[0]; i++) done += Fill(source.Slice(i * row, row), sizes[1..], times[1..], output[done..]);
            }

            int block = done;
            for (long i = 1; i < times[0]; i++, done += block) output[..block].CopyTo(output[done..]);
            return done;
        }
    }
}

using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradients of fractional pooling: shared among a window's places, or all for the first of its greatest. Two rows of the table.</summary>
/// <remarks>Source: fractional_max_pool_op.cc, fractional_avg_pool_op.cc.</remarks>
internal sealed class FractionalPoolGradient(OpDefinition definition, bool isMean) : Op
{
    private const string Rest = "row_pooling_sequence: int64, col_pooling_sequence: int64) -> output: T; overlapping: bool = false; T: {float, double, int32, int64}";

    public static readonly Op[] All =
    [
        new FractionalPoolGradient("FractionalAvgPoolGrad(orig_input_tensor_shape: int64, out_backprop: T, " + Rest, isMean: true),
        new FractionalPoolGradient("FractionalMaxPoolGrad(orig_input: T, orig_output: T, out_backprop: T, " + Rest, isMean: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape input = isMean ? c.ShapeFrom(0) : c.WithRank(0, 4);
        c.Require(!input.HasRank || input.Rank == 4, $"Shape must be rank 4 but is rank {input.Rank}");
        c.Output(0, input.HasRank ? input : Shape.OfRank(4));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool overlaps = r.Bool("overlapping");
        return r.Type("T") switch
        {
            DType.Float32 => new Impl<float>(isMean, overlaps),
            DType.Float64 => new Impl<double>(isMean, overlaps),
            DType.Int32 => new Impl<int>(isMean, overlaps),
            DType.Int64 => new Impl<long>(isMean, overlaps),
            _ => throw r.NoKernel("T"),
        };
    }

    public static Output Build(GradientContext g, bool isMean)
    {
        (string op, Output[] inputs) = isMean
            ? ("FractionalAvgPoolGrad", (Output[])[ShapeOp.Build(g.Input(0), DType.Int64), g.Outgoing(0), g.Output(1), g.Output(2)])
            : ("FractionalMaxPoolGrad", [g.Input(0), g.Output(0), g.Outgoing(0), g.Output(1), g.Output(2)]);
        return g.Graph.AddOperation(op, inputs, g.Attributes("overlapping"))[0];
    }

    private sealed class Impl<T>(bool isMean, bool overlaps) : Kernel
        where T : unmanaged, INumber<T>
    {
        public override void Run(StepContext s)
        {
            Tensor dy = s.Input(isMean ? 1 : 2);
            Shape input = isMean ? Sizes(s) : s.Input(0).Shape;
            s.Require(input.Rank == 4, "the original input must be 4-dimensional");
            s.Require(dy.Shape.Rank == 4 && dy.Shape[0] == input[0] && dy.Shape[3] == input[3], $"out_backprop {dy.Shape} does not fit an input of {input}");
            if (!isMean) s.Require(s.Input(1).Shape.Equals(dy.Shape), $"orig_output {s.Input(1).Shape} and out_backprop {dy.Shape} must have one shape");
            int last = s.InputCount - 1;
            ReadOnlySpan<long> rows = PoolingSequence.Read(s, last - 1, "row_pooling_sequence", dy.Shape[1], input[1]);
            ReadOnlySpan<long> columns = PoolingSequence.Read(s, last, "col_pooling_sequence", dy.Shape[2], input[2]);
            Tensor output = s.Output(0, input.Dimensions);
            output.Clear();
            if (output.ElementCount == 0 || dy.ElementCount == 0) return;
            FractionalGrid grid = new(input, rows, columns, overlaps);
            if (isMean) Share(grid, dy.Elements<T>(), output.Elements<T>());
            else Pick(grid, s.Input(0).Elements<T>(), dy.Elements<T>(), output.Elements<T>());
        }

        private static Shape Sizes(StepContext s)
        {
            Tensor sizes = s.Input(0);
            s.Require(sizes.Shape.Rank == 1 && sizes.ElementCount == 4, "original input tensor shape must be 1-dimensional and 4 elements");
            foreach (long size in sizes.Elements<long>()) s.Require(size is >= 0 and <= int.MaxValue, $"Dimension {size} must be >= 0 and fit 32 bits");
            return Shape.Of(sizes.Elements<long>());
        }

        /// <remarks>Sums are of doubles, also those of integers.</remarks>
        private static void Share(in FractionalGrid grid, ReadOnlySpan<T> dy, Span<T> dx)
        {
            double[] sums = System.Buffers.ArrayPool<double>.Shared.Rent(dx.Length);
            sums.AsSpan(0, dx.Length).Clear();
            for (int cell = 0; cell < grid.Cells; cell++)
            {
                FractionalCell c = grid[cell];
                ReadOnlySpan<T> gradient = dy.Slice(cell * grid.Channels, grid.Channels);
                for (int row = c.FirstRow; row <= c.LastRow; row++)
                {
                    for (int column = c.FirstColumn; column <= c.LastColumn; column++)
                    {
                        Span<double> target = sums.AsSpan(grid.Pixel(c, row, column), grid.Channels);
                        for (int channel = 0; channel < target.Length; channel++) target[channel] += double.CreateTruncating(gradient[channel]) / c.Count;
                    }
                }
            }

            for (int i = 0; i < dx.Length; i++) dx[i] = T.CreateTruncating(sums[i]);
            System.Buffers.ArrayPool<double>.Shared.Return(sums);
        }

        private static void Pick(in FractionalGrid grid, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        {
            for (int cell = 0; cell < grid.Cells; cell++)
            {
                FractionalCell c = grid[cell];
                for (int channel = 0; channel < grid.Channels; channel++)
                {
                    int greatest = grid.Pixel(c, c.FirstRow, c.FirstColumn) + channel;
                    for (int row = c.FirstRow; row <= c.LastRow; row++)
                    {
                        for (int column = c.FirstColumn; column <= c.LastColumn; column++)
                        {
                            int place = grid.Pixel(c, row, column) + channel;
                            if (x[greatest] < x[place]) greatest = place;
                        }
                    }

                    dx[greatest] += dy[(cell * grid.Channels) + channel];
                }
            }
        }
    }
}

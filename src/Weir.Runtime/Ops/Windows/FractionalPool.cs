using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The greatest number or the mean of windows of random sizes, whose mean is a fraction. Two rows of the table.</summary>
/// <remarks>A deterministic node keeps the windows that it drew first. Source: fractional_max_pool_op.cc, fractional_avg_pool_op.cc; gradients: nn_grad.py.</remarks>
internal sealed class FractionalPool(OpDefinition definition, bool isMean) : Op
{
    private const string Signature = "(value: T) -> output: T, row_pooling_sequence: int64, col_pooling_sequence: int64; pooling_ratio: list(float) >= 4; "
        + "pseudo_random: bool = false; overlapping: bool = false; deterministic: bool = false; seed: int = 0; seed2: int = 0; T: {float, double, int32, int64}";

    public static readonly Op[] All =
    [
        new FractionalPool("FractionalAvgPool" + Signature, isMean: true),
        new FractionalPool("FractionalMaxPool" + Signature, isMean: false),
    ];

    public override OpDefinition Definition => definition;

    /// <remarks>Each run may draw windows anew.</remarks>
    public override OpEffect Effect => OpEffect.Writes;

    public override void InferShapes(ShapeContext c)
    {
        float[] ratios = c.Attributes.Get<float[]>("pooling_ratio");
        foreach (float ratio in ratios) c.Require(ratio >= 1, $"pooling_ratio cannot be smaller than 1, got: {ratio}");
        Shape input = c.WithRank(0, 4);
        if (ratios.Length != 4) return;
        long[] sizes = input.Dimensions.ToArray();
        for (int i = 0; i < 4; i++) sizes[i] = sizes[i] < 0 ? -1 : (long)MathF.Floor(sizes[i] / ratios[i]);
        c.Output(0, Shape.Of(sizes));
        for (int i = 1; i < 3; i++) c.Output(i, Shape.Of(sizes[i] < 0 ? -1 : sizes[i] + 1));
    }

    public override void Gradient(GradientContext g) => g.Flow(0, FractionalPoolGradient.Build(g, isMean));

    public override Kernel CreateKernel(KernelRequest r)
    {
        float[] ratios = r.Floats("pooling_ratio");
        if (ratios.Length != 4) throw new TfException(StatusCode.InvalidArgument, "pooling_ratio field must specify 4 dimensions");
        if (ratios[0] != 1 || ratios[3] != 1)
        {
            throw new TfException(StatusCode.Unimplemented, $"Fractional {(isMean ? "average" : "max")} pooling is not yet supported on the batch nor channel dimension.");
        }

        (bool deterministic, long seed, long seed2) = (r.Bool("deterministic"), r.Int("seed"), r.Int("seed2"));
        if (!deterministic && (seed, seed2) != (0, 0)) throw new TfException(StatusCode.InvalidArgument, "Both seed and seed2 should be 0 if deterministic is false.");
        (string node, bool pseudo) = (r.NodeName, r.Bool("pseudo_random"));
        Func<FractionalWindows> make = () => new FractionalWindows(new RandomState(seed, seed2), pseudo, deterministic);
        Func<StepContext, FractionalWindows> windows = s => s.Resources.GetOrCreate("", node, make);
        bool overlaps = r.Bool("overlapping");
        return r.Type("T") switch
        {
            DType.Float32 => new Impl<float>(isMean, ratios, overlaps, windows),
            DType.Float64 => new Impl<double>(isMean, ratios, overlaps, windows),
            DType.Int32 => new Impl<int>(isMean, ratios, overlaps, windows),
            DType.Int64 => new Impl<long>(isMean, ratios, overlaps, windows),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Impl<T>(bool isMean, float[] ratios, bool overlaps, Func<StepContext, FractionalWindows> windows) : Kernel
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank == 4, "tensor_in must be 4-dimensional");
            Span<long> sizes = stackalloc long[4];
            for (int i = 0; i < 4; i++)
            {
                s.Require(x.Shape[i] is > 0 and <= int.MaxValue && x.Shape[i] >= ratios[i], $"Pooling ratio is higher than input dimension size for dimension {i}. Input dim size: {x.Shape[i]} pooling ratio: {ratios[i]}");
                sizes[i] = (long)MathF.Floor(x.Shape[i] / ratios[i]);
            }

            (long[] rows, long[] columns) = windows(s).Draw((int)x.Shape[1], (int)sizes[1], (int)x.Shape[2], (int)sizes[2]);
            Tensor y = s.Output(0, sizes);
            rows.CopyTo(s.Output(1, rows.Length).Elements<long>());
            columns.CopyTo(s.Output(2, columns.Length).Elements<long>());
            FractionalGrid grid = new(x.Shape, rows, columns, overlaps);
            Span<T> result = y.Elements<T>();
            result.Fill(isMean ? T.Zero : T.MinValue);
            ReadOnlySpan<T> values = x.Elements<T>();
            for (int cell = 0; cell < grid.Cells; cell++)
            {
                FractionalCell c = grid[cell];
                Span<T> target = result.Slice(cell * grid.Channels, grid.Channels);
                for (int row = c.FirstRow; row <= c.LastRow; row++)
                {
                    for (int column = c.FirstColumn; column <= c.LastColumn; column++) Fold(values.Slice(grid.Pixel(c, row, column), grid.Channels), target);
                }

                T count = T.CreateTruncating(c.Count);
                for (int channel = 0; isMean && channel < target.Length; channel++) target[channel] /= count;
            }
        }

        private void Fold(ReadOnlySpan<T> pixel, Span<T> target)
        {
            if (isMean)
            {
                for (int channel = 0; channel < pixel.Length; channel++) target[channel] += pixel[channel];
                return;
            }

            for (int channel = 0; channel < pixel.Length; channel++) target[channel] = pixel[channel] > target[channel] ? pixel[channel] : target[channel];
        }
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Gray-scale dilation: the greatest sum of a window's elements and a filter's, channel by channel, and its gradients. Three rows of the table.</summary>
/// <remarks>Gradients flow to the first of the greatest. Source: dilation_ops.cc; gradients: nn_grad.py.</remarks>
internal sealed class Dilation(OpDefinition definition, DilationResult result) : Op
{
    private const string Attributes = "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}; strides: list(int) >= 4; "
        + "rates: list(int) >= 4; padding: {\"SAME\", \"VALID\"}";

    public static readonly Op[] All =
    [
        new Dilation("Dilation2D(input: T, filter: T) -> output: T; " + Attributes, DilationResult.Maxima),
        new Dilation("Dilation2DBackpropFilter(input: T, filter: T, out_backprop: T) -> filter_backprop: T; " + Attributes, DilationResult.FilterGradient),
        new Dilation("Dilation2DBackpropInput(input: T, filter: T, out_backprop: T) -> in_backprop: T; " + Attributes, DilationResult.InputGradient),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        WindowRule rule = Rule(c.Attributes);
        Shape x = c.WithRank(0, 4), filter = c.WithRank(1, 3);
        if (result != DilationResult.Maxima)
        {
            c.Output(0, c.Input(result == DilationResult.InputGradient ? 0 : 1));
            return;
        }

        long depth = c.MergeSizes(x[3], filter[2]);
        c.Output(0, Shape.Of(x[0], rule.Count(0, x[1], filter[0]), rule.Count(1, x[2], filter[1]), depth));
    }

    public override void Gradient(GradientContext g)
    {
        if (result != DilationResult.Maxima)
        {
            base.Gradient(g);
            return;
        }

        Dictionary<string, object> attributes = g.Attributes("strides", "rates", "padding");
        Output[] inputs = [g.Input(0), g.Input(1), g.Outgoing(0)];
        g.Flow(0, g.Graph.AddOperation("Dilation2DBackpropInput", inputs, attributes)[0]);
        g.Flow(1, g.Graph.AddOperation("Dilation2DBackpropFilter", inputs, attributes)[0]);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("strides", "rates", "padding");
        WindowRule rule = Rule(r.Attributes);
        if (!rule.StridesAreSpatial) throw new TfException(StatusCode.Unimplemented, "Stride is only supported across spatial dimensions.");
        if (!rule.DilationsAreSpatial) throw new TfException(StatusCode.Unimplemented, "Rate is only supported across spatial dimensions.");
        return r.Type("T") switch
        {
            DType.Float32 => new Impl<float>(rule, result),
            DType.Float64 => new Impl<double>(rule, result),
            DType.Float16 => new Impl<Half>(rule, result),
            DType.BFloat16 => new Impl<BFloat16>(rule, result),
            DType.Int8 => new Impl<sbyte>(rule, result),
            DType.Int16 => new Impl<short>(rule, result),
            DType.Int32 => new Impl<int>(rule, result),
            DType.Int64 => new Impl<long>(rule, result),
            DType.UInt8 => new Impl<byte>(rule, result),
            DType.UInt16 => new Impl<ushort>(rule, result),
            DType.UInt32 => new Impl<uint>(rule, result),
            DType.UInt64 => new Impl<ulong>(rule, result),
            _ => throw r.NoKernel("T"),
        };
    }

    private static WindowRule Rule(Graphs.AttributeList attributes) =>
        new(2, attributes.GetString("padding"), attributes.Get<long[]>("strides"), attributes.Get<long[]>("rates"));

    private sealed class Impl<T>(WindowRule rule, DilationResult result) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor filter) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Rank == 4, $"input must be 4-dimensional: {x.Shape}");
            s.Require(filter.Shape.Rank == 3, $"filter must be 3-dimensional: {filter.Shape}");
            s.Require(x.Shape[3] == filter.Shape[2], $"input and filter must have the same depth: {x.Shape[3]} vs {filter.Shape[2]}");
            s.Require(filter.Shape[0] > 0 && filter.Shape[1] > 0 && x.Shape[3] <= int.MaxValue, $"filter must not be empty: {filter.Shape}");
            WindowShape windows = rule.Windows(x.Shape.Dimensions, filter.Shape.Dimensions[..2]);
            Span<long> sizes = stackalloc long[4];
            rule.OutputSizes(windows, x.Shape[3], sizes);
            if (result == DilationResult.Maxima)
            {
                Walk(windows, (int)x.Shape[3], x.AsSpan<T>(), filter.AsSpan<T>(), default, s.Output(0, sizes).Elements<T>());
                return;
            }

            Tensor dy = s.Input(2);
            s.Require(dy.Shape.Dimensions.SequenceEqual(sizes), $"out_backprop has incompatible size.");
            Tensor gradient = s.OutputLike(0, result == DilationResult.InputGradient ? x : filter);
            gradient.Clear();
            Walk(windows, (int)x.Shape[3], x.AsSpan<T>(), filter.AsSpan<T>(), dy.AsSpan<T>(), gradient.Elements<T>());
        }

        private void Walk(in WindowShape w, int channels, ReadOnlySpan<T> x, ReadOnlySpan<T> filter, ReadOnlySpan<T> dy, Span<T> target)
        {
            int output = 0;
            for (long row = 0; row < w.OutputRows; row++)
            {
                (int batch, _, int line) = w.OutputRow(row);
                for (int column = 0; column < w.Columns.Output; column++)
                {
                    for (int channel = 0; channel < channels; channel++, output++)
                    {
                        (T greatest, int input, int weight) = Greatest(w, channels, x, filter, batch, w.Rows.Start(line), w.Columns.Start(column), channel);
                        if (result == DilationResult.Maxima) target[output] = greatest;
                        else if (result == DilationResult.InputGradient) target[input] = NumberOf<T>.Add(target[input], dy[output]);
                        else target[weight] = NumberOf<T>.Add(target[weight], dy[output]);
                    }
                }
            }
        }

        /// <summary>The greatest sum of a window, and where its parts are; where nothing is above the lowest number, the first place that counts.</summary>
        private static (T Greatest, int Input, int Weight) Greatest(
            in WindowShape w, int channels, ReadOnlySpan<T> x, ReadOnlySpan<T> filter, int batch, int row, int column, int channel)
        {
            T greatest = Extremes.LowestFinite<T>();
            int input = ((int)w.InputRow(batch, 0, Math.Clamp(row, 0, w.Rows.Input - 1)) + Math.Clamp(column, 0, w.Columns.Input - 1)) * channels + channel, weight = channel;
            for (int r = w.Rows.FirstPlace(row); r < w.Rows.EndPlace(row); r++)
            {
                int line = (int)w.InputRow(batch, 0, row + (r * w.Rows.Dilation));
                for (int c = w.Columns.FirstPlace(column); c < w.Columns.EndPlace(column); c++)
                {
                    int at = ((line + column + (c * w.Columns.Dilation)) * channels) + channel, place = (((r * w.Columns.Window) + c) * channels) + channel;
                    T sum = NumberOf<T>.Add(x[at], filter[place]);
                    if (NumberOf<T>.IsAbove(sum, greatest)) (greatest, input, weight) = (sum, at, place);
                }
            }

            return (greatest, input, weight);
        }
    }
}

/// <summary>Which of the three ops it is.</summary>
internal enum DilationResult
{
    Maxima,
    InputGradient,
    FilterGradient,
}

using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>start, start + delta, start + 2 delta, ... up to but without limit.</summary>
/// <remarks>The number of floating values is computed in their dtype: ceil(|(limit - start) / delta|). Source: sequence_ops.cc.</remarks>
internal sealed class RangeOp : Op
{
    public override OpDefinition Definition { get; } =
        "Range(start: Tidx, limit: Tidx, delta: Tidx) -> output: Tidx; Tidx: {bfloat16, half, float, double, int8, int16, int32, int64, uint16, uint32} = int32";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < 3; i++) c.WithRank(i, 0);
        bool known = c.TryConstant(0, out long[] start) & c.TryConstant(1, out long[] limit) & c.TryConstant(2, out long[] delta);
        if (known) Check(start[0], limit[0], delta[0], message => c.Error(message));
        c.Output(0, Shape.Of(known ? CountOf(start[0], limit[0], delta[0]) : -1));
    }

    public override long?[]? FoldIntegers(ShapeContext c)
    {
        bool known = c.TryConstant(0, out long[] start) & c.TryConstant(1, out long[] limit) & c.TryConstant(2, out long[] delta);
        if (!known || delta[0] == 0 || CountOf(start[0], limit[0], delta[0]) > ShapeContext.MaxConstant) return null;
        long?[] values = new long?[CountOf(start[0], limit[0], delta[0])];
        for (int i = 0; i < values.Length; i++) values[i] = start[0] + (i * delta[0]);
        return values;
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("Tidx") switch
    {
        DType.Float32 => new Floats<float>(),
        DType.Float64 => new Floats<double>(),
        DType.Int32 => new Integers<int>(),
        DType.Int64 => new Integers<long>(),
        _ => throw r.NoKernel("Tidx"),
    };

    public static Output Build(Output start, Output limit, Output delta) => start.Operation.Graph.AddOperation("Range", [start, limit, delta])[0];

    private static void Check<T>(T start, T limit, T delta, Func<string, TfException> error)
        where T : INumber<T>
    {
        if (delta == T.Zero) throw error("Requires delta != 0: 0");
        if (delta > T.Zero && start > limit) throw error(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Requires start <= limit when delta > 0: {start}/{limit}"));
        if (delta < T.Zero && start < limit) throw error(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Requires start >= limit when delta < 0: {start}/{limit}"));
    }

    private static long CountOf(long start, long limit, long delta)
    {
        UInt128 distance = (UInt128)Int128.Abs((Int128)limit - start);
        UInt128 step = (UInt128)Int128.Abs(delta);
        UInt128 count = (distance + step - 1) / step;
        return count > long.MaxValue ? long.MaxValue : (long)count;
    }

    private static (T Start, T Limit, T Delta) Read<T>(StepContext s)
        where T : unmanaged, INumber<T>
    {
        s.Require(s.Input(0).Shape.Rank == 0 || s.Input(0).ElementCount == 1, $"start must be a scalar, not shape {s.Input(0).Shape}");
        s.Require(s.Input(1).Shape.Rank == 0 || s.Input(1).ElementCount == 1, $"limit must be a scalar, not shape {s.Input(1).Shape}");
        s.Require(s.Input(2).Shape.Rank == 0 || s.Input(2).ElementCount == 1, $"delta must be a scalar, not shape {s.Input(2).Shape}");
        (T start, T limit, T delta) = (s.Input(0).Elements<T>()[0], s.Input(1).Elements<T>()[0], s.Input(2).Elements<T>()[0]);
        Check(start, limit, delta, static message => new TfException(StatusCode.InvalidArgument, message));
        return (start, limit, delta);
    }

    private sealed class Integers<T> : Kernel
        where T : unmanaged, IBinaryInteger<T>
    {
        public override void Run(StepContext s)
        {
            (T start, T limit, T delta) = Read<T>(s);
            Span<T> values = s.Output(0, CountOf(long.CreateTruncating(start), long.CreateTruncating(limit), long.CreateTruncating(delta))).Elements<T>();
            for (int i = 0; i < values.Length; i++, start += delta) values[i] = start;
        }
    }

    private sealed class Floats<T> : Kernel
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override void Run(StepContext s)
        {
            (T start, T limit, T delta) = Read<T>(s);
            T count = T.Ceiling(T.Abs((limit - start) / delta));
            s.Require(count <= T.CreateSaturating(long.MaxValue / 2), "Requires ((limit - start) / delta) <= 2^62");
            Span<T> values = s.Output(0, long.CreateTruncating(count)).Elements<T>();
            for (int i = 0; i < values.Length; i++) values[i] = start + (T.CreateTruncating(i) * delta);
        }
    }
}

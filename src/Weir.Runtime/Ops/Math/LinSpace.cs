using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Evenly spaced numbers from start to stop, both included; start alone if only one is asked for.</summary>
/// <remarks>Source: sequence_ops.cc.</remarks>
internal sealed class LinSpace : Op
{
    public override OpDefinition Definition { get; } =
        "LinSpace(start: T, stop: T, num: Tidx) -> output: T; T: {bfloat16, half, float, double}; Tidx: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < 3; i++) c.WithRank(i, 0);
        bool known = c.TryConstant(2, out long[] count);
        c.Require(!known || count[0] > 0, $"Requires num > 0: {(known ? count[0] : 0)}");
        c.Output(0, Shape.Of(known ? count[0] : -1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        return r.Type("T") switch
        {
            DType.Float32 => new Numbers<float>(),
            DType.Float64 => new Numbers<double>(),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Numbers<T> : Kernel
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, $"start must be a scalar, not shape {s.Input(0).Shape}");
            s.Require(s.Input(1).Shape.Rank == 0, $"stop must be a scalar, not shape {s.Input(1).Shape}");
            s.Require(s.Input(2).Shape.Rank == 0, $"num must be a scalar, not shape {s.Input(2).Shape}");
            (T start, T stop, long count) = (s.Input(0).Elements<T>()[0], s.Input(1).Elements<T>()[0], s.Input(2).Integer(0));
            s.Require(count > 0, $"Requires num > 0: {count}");
            Span<T> values = s.Output(0, count).Elements<T>();
            values[0] = start;
            if (count == 1) return;
            T step = (stop - start) / T.CreateTruncating(count - 1);
            for (int i = 1; i < values.Length - 1; i++) values[i] = start + (step * T.CreateTruncating(i));
            values[^1] = stop;
        }
    }
}

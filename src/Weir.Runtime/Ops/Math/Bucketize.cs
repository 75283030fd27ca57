using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>For each element the number of boundaries that are not above it; all of them for NaN.</summary>
/// <remarks>Source: bucketize_op.cc.</remarks>
internal sealed class Bucketize : Op
{
    public override OpDefinition Definition { get; } = "Bucketize(input: T) -> output: int32; T: {int32, int64, float, double}; boundaries: list(float)";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        float[] boundaries = r.Floats("boundaries");
        for (int i = 1; i < boundaries.Length; i++)
        {
            if (boundaries[i] < boundaries[i - 1]) throw new TfException(StatusCode.InvalidArgument, "Expected sorted boundaries");
        }

        // Integers and floats are compared as floats, doubles as doubles.
        return r.Type("T") switch
        {
            DType.Int32 => new Buckets<int, float>(boundaries),
            DType.Int64 => new Buckets<long, float>(boundaries),
            DType.Float32 => new Buckets<float, float>(boundaries),
            DType.Float64 => new Buckets<double, double>(Array.ConvertAll(boundaries, boundary => (double)boundary)),
            _ => throw r.NoKernel("T"),
        };
    }

    private sealed class Buckets<T, TCompared>(TCompared[] boundaries) : Kernel
        where T : unmanaged, INumber<T>
        where TCompared : INumber<TCompared>
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            ReadOnlySpan<T> values = x.Elements<T>();
            Span<int> buckets = s.OutputLike(0, x).Elements<int>();
            for (int i = 0; i < values.Length; i++) buckets[i] = SortedSearch.UpperBound<TCompared>(boundaries, TCompared.CreateTruncating(values[i]));
        }
    }
}

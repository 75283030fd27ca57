using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Numbers of Poisson distributions, one for each rate.</summary>
/// <remarks>Source: random_poisson_op.cc.</remarks>
internal sealed class RandomPoissons(OpDefinition definition, RandomSource source, int rateInput, bool whole) : Op
{
    private static readonly ElementTypes Types = new(DType.Float16, DType.Float32, DType.Float64, DType.Int32, DType.Int64);

    public static readonly Op[] All =
    [
        new RandomPoissons("RandomPoisson(shape: S, rate: dtype) -> output: dtype; seed: int = 0; seed2: int = 0; S: {int32, int64}; dtype: {half, float, double} | "
            + "stateful, deprecated 25 \"Replaced by RandomPoissonV2\"", RandomSource.Seeds, 1, whole: false),
        new RandomPoissons("RandomPoissonV2(shape: S, rate: R) -> output: dtype; seed: int = 0; seed2: int = 0; S: {int32, int64}; R: {half, float, double, int32, "
            + "int64} = double; dtype: {half, float, double, int32, int64} = int64 | stateful", RandomSource.Seeds, 1, whole: false),
        new RandomPoissons("StatelessRandomPoisson(shape: T, seed: Tseed, lam: Rtype) -> output: dtype; Rtype: {half, float, double, int32, int64}; dtype: {half, "
            + "float, double, int32, int64}; T: {int32, int64}; Tseed: {int32, int64} = int64", RandomSource.Seed(1), 2, whole: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        source.InferShapes(c);
        Shape shape = c.ShapeFrom(0);
        c.Output(0, whole ? shape : shape.Concatenate(c.Input(rateInput)));
    }

    public override void Gradient(GradientContext g)
    {
        if (!whole) base.Gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("S", "T");
        string attribute = r.Attributes.Find("R") is not null ? "R" : r.Attributes.Find("Rtype") is not null ? "Rtype" : "dtype";
        return r.ForType(Types, new RateMaker(r, source.Create(r), rateInput, whole), attribute);
    }

    private readonly struct RateMaker(KernelRequest r, TakeGenerator take, int rateInput, bool whole) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => r.ForType(Types, new Maker<T>(take, rateInput, whole), "dtype");
    }

    private readonly struct Maker<TRate>(TakeGenerator take, int rateInput, bool whole) : IKernelMaker
        where TRate : unmanaged
    {
        public Kernel Make<T>() where T : unmanaged => new Draw<TRate, T>(take, rateInput, whole);
    }

    private sealed class Draw<TRate, T>(TakeGenerator take, int rateInput, bool whole) : Kernel
        where TRate : unmanaged
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor rates = s.Input(rateInput);
            Tensor output = DrawShape.Output(s, 0, rates.Shape.Dimensions, whole);
            if (output.ElementCount == 0) return;
            double[] parameters = Draws.Parameters<TRate>(rates);
            Draws.Fill<PoissonSampler, T>(take(s, RandomShape.Reserved(output.ElementCount)), parameters.AsSpan(0, (int)rates.ElementCount), [], output.Elements<T>());
            ArrayPool<double>.Shared.Return(parameters);
        }
    }
}

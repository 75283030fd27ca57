using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Numbers of gamma distributions, one for each alpha.</summary>
/// <remarks>The stateful op puts its shape before alpha's, the stateless ones take the whole. Source: random_op.cc; gradient: random_grad.py.</remarks>
internal sealed class RandomGammas(OpDefinition definition, RandomSource source, int alphaInput, bool whole) : Op
{
    public static readonly Op[] All =
    [
        new RandomGammaGrad(),
        new RandomGammas("RandomGamma(shape: S, alpha: T) -> output: T; seed: int = 0; seed2: int = 0; S: {int32, int64}; T: {half, float, double} | stateful", RandomSource.Seeds, 1, whole: false),
        new RandomGammas("StatelessRandomGammaV2(shape: T, seed: Tseed, alpha: dtype) -> output: dtype; dtype: {half, float, double}; T: {int32, int64}; Tseed: "
            + "{int32, int64} = int64", RandomSource.Seed(1), 2, whole: true),
        new RandomGammas("StatelessRandomGammaV3(shape: shape_dtype, key: uint64, counter: uint64, alg: int32, alpha: dtype) -> output: dtype; dtype: {half, float, "
            + "double}; shape_dtype: {int32, int64} = int32", RandomSource.KeyCounter(1), 4, whole: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        source.InferShapes(c);
        Shape shape = c.ShapeFrom(0);
        c.Output(0, whole ? shape : shape.Concatenate(c.Input(alphaInput)));
    }

    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output alpha = g.Input(alphaInput), sample = g.Output(0);
        Output partial = RandomGammaGrad.Build(BroadcastTo.Build(alpha, ShapeOp.Build(sample)), sample);
        g.Flow(alphaInput, BroadcastGradients.SumTo(g.Outgoing(0) * partial, alpha, sample));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("S", "shape_dtype");
        string attribute = alphaInput == 1 ? "T" : "dtype";
        if (attribute == "dtype") r.Ignore("T");
        return r.ForNumber(ElementTypes.Floats, new Maker(source.Create(r), alphaInput, whole), attribute);
    }

    private readonly struct Maker(TakeGenerator take, int alphaInput, bool whole) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Draw<T>(take, alphaInput, whole);
    }

    private sealed class Draw<T>(TakeGenerator take, int alphaInput, bool whole) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor alpha = s.Input(alphaInput);
            Tensor output = DrawShape.Output(s, 0, alpha.Shape.Dimensions, whole);
            if (output.ElementCount == 0) return;
            double[] parameters = Draws.Parameters<T>(alpha);
            Draws.Fill<GammaSampler, T>(take(s, RandomShape.Reserved(output.ElementCount)), parameters.AsSpan(0, (int)alpha.ElementCount), [], output.Elements<T>());
            ArrayPool<double>.Shared.Return(parameters);
        }
    }
}

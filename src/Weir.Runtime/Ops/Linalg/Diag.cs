using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A tensor on the diagonal of one of twice its rank, y[i, .., k, i, .., k] = x[i, .., k], and back. Two rows of the table.</summary>
/// <remarks>Source: diag_op.cc; gradients: array_grad.py.</remarks>
internal sealed class Diag(OpDefinition definition, bool takes) : Op
{
    private static readonly ElementTypes Types = ElementTypes.FloatsAndComplex | new ElementTypes(DType.Int32, DType.Int64);

    private const string TypeSet = "T: {bfloat16, half, float, double, int32, int64, complex64, complex128}";

    public static readonly Op[] All =
    [
        new Diag($"Diag(diagonal: T) -> output: T; {TypeSet}", takes: false),
        new Diag($"DiagPart(input: T) -> diagonal: T; {TypeSet}", takes: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        if (!x.HasRank) return;
        if (!takes)
        {
            c.WithRankAtLeast(0, 1);
            c.Output(0, x.Concatenate(x));
            return;
        }

        c.Require(x.Rank > 0 && x.Rank % 2 == 0, $"Input must have even and non-zero rank, input rank is {x.Rank}");
        c.Output(0, c.Merge(x.Slice(..(x.Rank / 2)), x.Slice((x.Rank / 2)..)));
    }

    public override void Gradient(GradientContext g) => g.Flow(0, g.Graph.AddOperation(takes ? "Diag" : "DiagPart", [g.Outgoing(0)])[0]);

    public override Kernel CreateKernel(KernelRequest r) => !Types.Contains(r.Type("T")) || r.Type("T") == DType.BFloat16 ? throw r.NoKernel("T")
        : takes ? r.ForMoving(default(TakeMaker)) : r.ForMoving(default(PlaceMaker));

    private readonly struct TakeMaker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Take<T>();
    }

    private readonly struct PlaceMaker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Place<T>();
    }

    private sealed class Place<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank >= 1, $"Input must be at least rank 1, got {x.Shape.Rank}");
            Span<long> sizes = stackalloc long[2 * x.Shape.Rank];
            x.Shape.Dimensions.CopyTo(sizes);
            x.Shape.Dimensions.CopyTo(sizes[x.Shape.Rank..]);
            ReadOnlySpan<T> values = MovedElements.Of<T>(x);
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            output.Fill(MovedElements.Zero<T>());
            for (int i = 0; i < values.Length; i++) output[i * (values.Length + 1)] = values[i];
        }
    }

    private sealed class Take<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            int rank = x.Shape.Rank / 2;
            s.Require(x.Shape.Rank % 2 == 0, $"The rank of the tensor should be even, got shape {x.Shape}");
            for (int i = 0; i < rank; i++)
            {
                s.Require(x.Shape[i] == x.Shape[i + rank], $"Invalid shape {x.Shape}: dimensions {i} and {i + rank} do not match.");
            }

            ReadOnlySpan<T> values = MovedElements.Of<T>(x);
            Span<T> output = MovedElements.Of<T>(s.Output(0, x.Shape.Dimensions[..rank]));
            for (int i = 0; i < output.Length; i++) output[i] = values[i * (output.Length + 1)];
        }
    }
}

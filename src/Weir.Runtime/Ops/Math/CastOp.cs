using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The same numbers in another dtype.</summary>
/// <remarks>
/// Floating numbers go toward zero, integers wrap, complex numbers lose their imaginary part, anything but 0 is true. With Truncate,
/// narrower floating numbers are cut instead of rounded. What floating numbers out of an integer's range become is not defined
/// (TensorFlow says the same). Source: cast_op.cc.
/// </remarks>
internal sealed class CastOp : Op
{
    public override OpDefinition Definition { get; } = "Cast(x: SrcT) -> y: DstT; SrcT: type; DstT: type; Truncate: bool = false";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override long?[]? FoldIntegers(ShapeContext c) => c.Attributes.Get<DType>("DstT") switch
    {
        DType.Int64 => c.Integers(0),
        DType.Int32 => c.Integers(0) is { } values ? Array.ConvertAll(values, value => value is >= int.MinValue and <= int.MaxValue ? value : null) : null,
        _ => null,
    };

    public override void Gradient(GradientContext g)
    {
        (DType from, DType to) = (g.Input(0).DType.BaseType(), g.Output(0).DType);
        if ((from.IsFloating() || from.IsComplex()) && (to.IsFloating() || to.IsComplex())) g.Flow(0, Build(g.Outgoing(0), from));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        (DType from, DType to, bool truncate) = (r.Type("SrcT"), r.Type("DstT"), r.Bool("Truncate"));
        if (from == to) return new ForwardKernel();
        return Conversion.Find(from, to, truncate) is { } conversion
            ? new Convert(conversion)
            : throw new TfException(StatusCode.Unimplemented, $"Cast {from.TfName()} to {to.TfName()} is not supported");
    }

    public static Output Build(Output x, DType to) => x.DType.BaseType() == to ? x
        : x.Operation.Graph.AddOperation("Cast", [x], new Dictionary<string, object> { ["DstT"] = to })[0];

    private sealed unsafe class Convert(Conversion conversion) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            Tensor y = s.OutputLike(0, x);
            if (x.ElementCount == 0) return;
            WorkPool.Run(new Job(conversion, x.Data, x.DType.ElementSize(), y.Data, y.DType.ElementSize()), x.ElementCount, 500);
        }
    }

    private readonly unsafe struct Job(Conversion conversion, byte* x, int sizeX, byte* y, int sizeY) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            for (long at = begin; at < end; at += Conversion.BlockLength)
            {
                conversion.Run(x + (at * sizeX), y + (at * sizeY), (int)Math.Min(Conversion.BlockLength, end - at));
            }
        }
    }
}

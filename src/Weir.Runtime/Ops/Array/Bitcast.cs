using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The same bytes as elements of another dtype: smaller elements make a new last dimension, larger ones eat one.</summary>
/// <remarks>Source: bitcast_op.cc.</remarks>
internal sealed class Bitcast : Op
{
    private const string Types = "{bfloat16, half, float, double, int64, int32, uint8, uint16, uint32, uint64, int8, int16, complex64, complex128, qint8, quint8, "
        + "qint16, quint16, qint32}";

    public override OpDefinition Definition { get; } = $"Bitcast(input: T) -> output: type; T: {Types}; type: {Types}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        (DType from, DType to) = (c.Attributes.Get<DType>("T"), c.Attributes.Get<DType>("type"));
        (int sizeFrom, int sizeTo) = (from.ElementSize(), to.ElementSize());
        if (!x.HasRank) return;
        if (sizeFrom == sizeTo) c.Output(0, x);
        else if (sizeFrom > sizeTo) c.Output(0, x.Concatenate(Shape.Of(sizeFrom / sizeTo)));
        else
        {
            c.WithRankAtLeast(0, 1);
            long ratio = sizeTo / sizeFrom;
            c.Require(x[-1] < 0 || x[-1] == ratio, $"Cannot bitcast from {(int)from} to {(int)to} due to shape. {x[-1]} does not match {ratio}");
            c.Output(0, x.Slice(..^1));
        }
    }

    public override Kernel CreateKernel(KernelRequest r) => new Reinterpret(r.Type("T"), r.Type("type"));

    private sealed class Reinterpret(DType from, DType to) : Kernel
    {
        public override void Run(StepContext s)
        {
            Shape x = s.Input(0).Shape;
            (int sizeFrom, int sizeTo) = (from.ElementSize(), to.ElementSize());
            if (sizeFrom == sizeTo)
            {
                s.ForwardBits(0, 0, x.Dimensions);
            }
            else if (sizeFrom > sizeTo)
            {
                Span<long> sizes = stackalloc long[x.Rank + 1];
                x.Dimensions.CopyTo(sizes);
                sizes[^1] = sizeFrom / sizeTo;
                s.ForwardBits(0, 0, sizes);
            }
            else
            {
                s.Require(x.Rank > 0 && x[-1] == sizeTo / sizeFrom, $"Cannot bitcast from {(int)from} to {(int)to}");
                s.ForwardBits(0, 0, x.Dimensions[..^1]);
            }
        }
    }
}

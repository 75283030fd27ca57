using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A tensor with rows replaced, increased or decreased: y[i[k]] op= v[k]. A row per op.</summary>
/// <remarks>
/// TensorFlow writes into x itself; here x stays as it is for other readers. Rows count round: an index beyond them begins again.
/// Source: inplace_ops.cc.
/// </remarks>
internal sealed class Inplace(OpDefinition definition, Inplace.Way way) : Op
{
    internal enum Way
    {
        Put,
        Add,
        Subtract,
    }

    public static readonly Op[] All =
    [
        new Inplace("InplaceAdd(x: T, i: int32, v: T) -> y: T; T: type", Way.Add),
        new Inplace("InplaceSub(x: T, i: int32, v: T) -> y: T; T: type", Way.Subtract),
        new Inplace("InplaceUpdate(x: T, i: int32, v: T) -> y: T; T: type", Way.Put),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType dtype = r.Type("T");
        return way == Way.Put ? r.ForMoving(default(PutMaker))
            : !ElementTypes.Numbers.Contains(dtype) ? throw new TfException(StatusCode.InvalidArgument, $"Unsupported data type: {dtype.TfName()}")
            : way == Way.Add ? r.ForType(ElementTypes.Numbers, default(Maker<Add>)) : r.ForType(ElementTypes.Numbers, default(Maker<Subtract>));
    }

    private readonly struct PutMaker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Rows<T>(null);
    }

    private readonly struct Maker<TOperator> : IKernelMaker
        where TOperator : struct, IBinaryOperator
    {
        public Kernel Make<T>() where T : unmanaged => new Rows<T>(static (update, row) => Elementwise.Binary<T, TOperator>(row, update, row));
    }

    private delegate void Combine<T>(ReadOnlySpan<T> update, Span<T> row);

    private sealed class Rows<T>(Combine<T>? combine) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Shape x, Tensor i, Tensor v) = (s.Input(0).Shape, s.Input(1), s.Input(2));
            s.Require(x.Rank >= 1, "x must be at least 1-dimensional");
            s.Require(v.Shape.Rank == x.Rank, $"x and v shape doesn't match (ranks differ): {x.Rank} vs. {v.Shape.Rank}");
            s.Require(v.Shape.Dimensions[1..].SequenceEqual(x.Dimensions[1..]), $"x and v shape doesn't match: {x} vs. {v.Shape}");
            s.Require(i.Shape.Rank == 1, "i must be a vector. ");
            s.Require(i.Shape[0] == v.Shape[0], $"i and x shape doesn't match at index 0: {i.Shape[0]} vs. {v.Shape[0]}");
            long rows = x[0];
            s.Require(rows > 0 || i.ElementCount == 0, "x has no rows.");
            ReadOnlySpan<T> updates = MovedElements.Of<T>(v);
            ReadOnlySpan<int> indices = i.Elements<int>();
            Span<T> y = Amended.Output<T>(s);
            int block = indices.IsEmpty ? 0 : updates.Length / indices.Length;
            for (int k = 0; k < indices.Length && block > 0; k++)
            {
                long row = ((indices[k] % rows) + rows) % rows;
                Span<T> target = y.Slice((int)row * block, block);
                ReadOnlySpan<T> update = updates.Slice(k * block, block);
                if (combine is null) update.CopyTo(target);
                else combine(update, target);
            }
        }
    }
}

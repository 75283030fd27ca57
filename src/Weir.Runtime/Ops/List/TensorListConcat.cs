using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The elements of a list one behind the other, and how long each is.</summary>
/// <remarks>
/// Elements that were never set are zeros of the length that <c>leading_dims</c> has for them. Source: list_kernels.h; gradient: list_ops.py.
/// </remarks>
internal sealed class TensorListConcat(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new TensorListConcat("TensorListConcat(input_handle: variant) -> tensor: element_dtype, lengths: int64; element_dtype: type; element_shape: shape = ?"),
        new TensorListConcat("TensorListConcatV2(input_handle: variant, element_shape: shape_type, leading_dims: int64) -> tensor: element_dtype, lengths: int64; "
            + "element_dtype: type; shape_type: {int32, int64}"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape element = c.InputCount == 1 ? c.Attributes.Get<Shape>("element_shape") : TensorListShapes.FromInput(c, 1);
        c.Require(element.Rank != 0, "Cannot concat elements of a list of scalars");
        if (element.HasRank) c.Output(0, Shape.Of([-1, .. element.Dimensions[1..]]));
        c.Output(1, Shape.OfRank(1));
    }

    public override void Gradient(GradientContext g) =>
        g.Flow(0, TensorListSplit.Build(g.Outgoing(0), TensorListElementShape.Build(g.Input(0)), g.Output(1)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        DType dtype = r.Type("element_dtype");
        if (r.InputTypes.Count == 1) return new Concat(dtype, r.Shape("element_shape"));
        r.Ignore("shape_type");
        return new Concat(dtype, null);
    }

    public static Output Build(Output list, Output elementShape, Output leadingSizes, DType dtype) => list.Operation.Graph.AddOperation(
        "TensorListConcatV2", [list, elementShape, leadingSizes], new Dictionary<string, object> { ["element_dtype"] = dtype })[0];

    private sealed class Concat(DType elementType, Shape? elementShape) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorList list = s.List(0);
            s.RequireType(list, elementType);
            Shape whole = s.Merge(elementShape ?? s.ShapeFrom(1, list.ElementShape), list.ElementShape);
            s.Require(whole.Rank != 0, $"Concat requires elements to be at least vectors, found scalars instead.");
            Shape rest = whole.HasRank ? whole.Slice(1..) : Shape.Unknown;
            for (int i = 0; i < list.Count; i++)
            {
                if (list[i] is not { } item) continue;
                s.Require(item.Shape.Rank > 0, $"Concat saw a scalar shape at index {i} but requires at least vectors.");
                rest = rest.TryMerge(item.Shape.Slice(1..)) ?? throw new TfException(StatusCode.InvalidArgument,
                    $"Tried to concat tensors with unequal shapes in a list: {rest} vs. {item.Shape.Slice(1..)} at index {i}");
            }

            s.Require(rest.IsFullyDefined || list.Count > 0, $"All except the first dimension must be fully defined when concating an empty tensor list. element_shape: {whole}");
            s.Require(rest.IsFullyDefined, $"Tried to concat list which only contains uninitialized tensors and has a non-fully-defined element shape: {whole}");
            long[] lengths = Lengths(s, list, whole);
            Tensor all = s.Output(0, [lengths.Sum(), .. rest.Dimensions]);
            long row = rest.ElementCount;
            long start = 0;
            for (int i = 0; i < lengths.Length; i++)
            {
                if (list[i] is { } item) all.CopyFrom(item, start * row);
                else TensorLists.Zero(all, start * row, lengths[i] * row);
                start += lengths[i];
            }

            lengths.CopyTo(s.Output(1, lengths.Length).Elements<long>());
        }

        private static long[] Lengths(StepContext s, TensorList list, Shape whole)
        {
            long[] lengths = new long[list.Count];
            for (int i = 0; i < lengths.Length; i++)
            {
                if (list[i] is { } item)
                {
                    lengths[i] = item.Shape[0];
                    continue;
                }

                long leading = s.InputCount > 2 ? s.Input(2).ElementCount : 0;
                bool given = leading > i;
                if (leading == 0) whole = s.CommonShape(list, whole);
                s.Require(given || (whole.HasRank && whole[0] >= 0), $"List contains uninitialized tensor at index {i} but leading_dims has only {leading} elements.");
                lengths[i] = given ? s.Input(2).Elements<long>()[i] : whole[0];
                s.Require(lengths[i] >= 0, $"Invalid leading dimension {lengths[i]} of element {i}");
            }

            return lengths;
        }
    }
}

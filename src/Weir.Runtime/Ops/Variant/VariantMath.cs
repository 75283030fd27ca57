using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>Sums and zeros of variants: of lists, optional values, ragged tensors and maps, element by element.</summary>
/// <remarks>Source: tensor_list_util.cc, optional_ops_util.cc, ragged_tensor_variant.h, map_kernels.h.</remarks>
internal static class VariantMath
{
    /// <summary>The sum of two variant tensors.</summary>
    public static Tensor Add(Tensor a, Tensor b)
    {
        if (!a.Shape.Equals(b.Shape)) throw new TfException(StatusCode.InvalidArgument, $"Variants of different shapes can not be added: {a.Shape} and {b.Shape}");
        return Map(a, i => Add(a.Objects[i], b.Objects[i]));
    }

    /// <summary>Zeros of the shapes and dtypes of what a variant tensor holds.</summary>
    public static Tensor ZerosLike(Tensor x) => x.DType == DType.Variant ? Map(x, i => ZerosLike(x.Objects[i])) : Zeros(x);

    private static Tensor Map(Tensor like, Func<int, IDisposable> make)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (like.Shape.Rank == 0) return Tensor.OfVariant(make(0));
        Tensor result = Tensor.Allocate(DType.Variant, like.Shape);
        for (int i = 0; i < result.Objects.Length; i++) result.Objects[i] = make(i);
        return result;
    }

    private static IDisposable Add(object a, object b) => (a, b) switch
    {
        (TensorList x, TensorList y) => Add(x, y),
        (OptionalValue x, OptionalValue y) => Add(x, y),
        (RaggedVariant x, RaggedVariant y) => Add(x, y),
        (TensorMap x, TensorMap y) => Add(x, y),
        _ => throw new TfException(StatusCode.InvalidArgument, "These variants can not be added: only lists, optional values, ragged tensors and maps can."),
    };

    private static TensorList Add(TensorList a, TensorList b)
    {
        if (a.ElementType != b.ElementType) throw new TfException(StatusCode.InvalidArgument, $"Trying to add two lists of tensors of different dtypes. One is {a.ElementType.TfName()} and the other is {b.ElementType.TfName()}");
        Shape shape = a.ElementShape.TryMerge(b.ElementShape) ?? throw new TfException(StatusCode.InvalidArgument,
            $"Trying to add two lists of tensors with incompatible element shapes. One is {a.ElementShape} and the other is {b.ElementShape}");
        if (a.Count != b.Count) throw new TfException(StatusCode.InvalidArgument, $"Trying to add two lists of tensors with different lengths. One is {a.Count} and the other is {b.Count}");
        Func<Tensor, Tensor, Tensor> add = TensorSum.Of(a.ElementType);
        TensorList sum = new(a.ElementType, shape);
        for (int i = 0; i < a.Count; i++)
        {
            if (a[i] is { } x && b[i] is { } y)
            {
                using Tensor both = add(x, y);
                sum.Push(both);
            }
            else
            {
                sum.Push(a[i] ?? b[i]);
            }
        }

        return sum;
    }

    private static OptionalValue Add(OptionalValue a, OptionalValue b)
    {
        if (a.Components is not { } x || b.Components is not { } y)
        {
            if (a.Components is null && b.Components is null) return new OptionalValue(null);
            throw new TfException(StatusCode.InvalidArgument, "Cannot add optional values with and without a value.");
        }

        if (x.Length != y.Length) throw new TfException(StatusCode.InvalidArgument, $"Cannot add optional values because they have different numbers of components: {x.Length} vs. {y.Length}.");
        return new OptionalValue([.. x.Zip(y, (left, right) => TensorSum.Of(left.DType)(left, right))]);
    }

    private static RaggedVariant Add(RaggedVariant a, RaggedVariant b)
    {
        if (a.Values.DType != b.Values.DType) throw new TfException(StatusCode.InvalidArgument, $"Can't add RaggedTensorVariants of different dtypes. One is {a.Values.DType.TfName()} and the other is {b.Values.DType.TfName()}");
        if (a.Splits.Length != b.Splits.Length) throw new TfException(StatusCode.InvalidArgument, $"Can't add RaggedTensorVariants of different ragged rank. One is {a.Splits.Length} and the other is {b.Splits.Length}");
        if (!a.Splits.Zip(b.Splits, AreEqual).All(same => same)) throw new TfException(StatusCode.InvalidArgument, "Can't add RaggedTensorVariants with different row_splits.");
        return new RaggedVariant(Array.ConvertAll(a.Splits, splits => splits.Share()), TensorSum.Of(a.Values.DType)(a.Values, b.Values));
    }

    /// <summary>All keys of both; what both have a value for is added.</summary>
    private static TensorMap Add(TensorMap a, TensorMap b)
    {
        TensorMap sum = a.Copy();
        foreach ((Tensor key, Tensor value) in b.Items)
        {
            if (!a.TryGet(key, out Tensor? other))
            {
                sum.Set(key, value);
                continue;
            }

            using Tensor both = TensorSum.Of(value.DType)(value, other);
            sum.Set(key, both);
        }

        return sum;
    }

    private static bool AreEqual(Tensor a, Tensor b) => a.DType == b.DType && a.Shape.Equals(b.Shape) && a.Bytes.SequenceEqual(b.Bytes);

    private static IDisposable ZerosLike(object x) => x switch
    {
        TensorList list => ZerosLike(list),
        OptionalValue value => new OptionalValue(value.Components is null ? null : Array.ConvertAll(value.Components, ZerosLike)),
        TensorMap => new TensorMap(),
        RaggedVariant ragged => new RaggedVariant(Array.ConvertAll(ragged.Splits, splits => splits.Share()), ZerosLike(ragged.Values)),
        _ => throw new TfException(StatusCode.InvalidArgument, "This variant has no zeros: only lists, optional values, ragged tensors and maps have."),
    };

    private static TensorList ZerosLike(TensorList list)
    {
        TensorList zeros = new(list.ElementType, list.ElementShape);
        for (int i = 0; i < list.Count; i++)
        {
            using Tensor? item = list[i] is { } like ? ZerosLike(like) : null;
            zeros.Push(item);
        }

        return zeros;
    }

    private static Tensor Zeros(Tensor like)
    {
        Tensor zeros = Tensor.Allocate(like.DType, like.Shape);
        if (like.DType.IsPlain()) zeros.Clear();
        return zeros;
    }
}

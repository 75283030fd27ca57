using Weir.Codec.Pickle;
using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary><c>value[index]</c>: numbers, slices, None and "..." ; of lists, texts and arrays.</summary>
internal static class Indexing
{
    public static PythonValue Get(PythonValue target, IReadOnlyList<PythonValue> parts, EvaluationScope scope)
    {
        if (parts is [PythonSequence { IsTuple: true, Items: var inner }]) parts = inner;
        switch (target)
        {
            case PythonTensor { Tensor: var tensor }: return OfArray(tensor, parts, scope);
            case PythonStr { Value: var text } when parts is [var part]:
                return new PythonStr(string.Concat(Pick([.. text.EnumerateRunes().Select(rune => rune.ToString())], part, out _)));
            case PythonSequence { Items: var items, IsTuple: bool isTuple } when parts is [var part]:
                PythonValue[] picked = [.. Pick(items, part, out bool isSlice)];
                return isSlice ? new PythonSequence(picked, isTuple) : picked[0];
            default: throw EvaluationScope.Unknown($"an index of {target.TypeName}");
        }
    }

    private static IEnumerable<T> Pick<T>(IReadOnlyList<T> items, PythonValue part, out bool isSlice)
    {
        isSlice = part is SliceValue;
        return part is SliceValue slice ? slice.Places(items.Count).Select(i => items[(int)i]) : [items[(int)Place(Operators.Integer(part), items.Count, "list index out of range")]];
    }

    private static PythonTensor OfArray(Tensor tensor, IReadOnlyList<PythonValue> parts, EvaluationScope scope)
    {
        int used = parts.Count(part => part is not (PythonNone or PythonEllipsis));
        int dots = parts.Count(part => part is PythonEllipsis);
        if (used > tensor.Shape.Rank || dots > 1) throw EvaluationScope.Refused($"too many indices for array: array is {tensor.Shape.Rank}-dimensional, but {used} were indexed");
        List<long> sizes = [];
        List<(long[] Places, long Stride)> axes = [];
        long[] strides = Arrays.Strides(tensor.Shape);
        int axis = 0;
        foreach (PythonValue part in dots == 0 ? parts.Append(PythonEllipsis.Instance) : parts)
        {
            switch (part)
            {
                case PythonNone:
                    sizes.Add(1);
                    break;
                case PythonEllipsis:
                    for (int rest = tensor.Shape.Rank - used; rest > 0; rest--) Take([.. Enumerable.Range(0, (int)tensor.Shape[axis]).Select(i => (long)i)], keeps: true);
                    break;
                case SliceValue slice:
                    Take([.. slice.Places(tensor.Shape[axis])], keeps: true);
                    break;
                case PythonSequence or PythonTensor { Tensor.Shape.Rank: > 0 }:
                    if (used > 1) throw EvaluationScope.Unknown("an index of several lists");
                    Take(Listed(Arrays.From(part, scope), tensor.Shape[axis]), keeps: true);
                    break;
                default:
                    Take([Place(Operators.Integer(part), tensor.Shape[axis], $"index {Operators.Integer(part)} is out of bounds for axis {axis} with size {tensor.Shape[axis]}")], keeps: false);
                    break;
            }
        }

        return Arrays.Value(Arrays.Gather(tensor, Shape.Of([.. sizes]), Offsets(axes, 0, 0), scope));

        void Take(long[] places, bool keeps)
        {
            if (keeps) sizes.Add(places.Length);
            axes.Add((places, strides[axis++]));
        }
    }

    /// <summary>The places that a list of numbers, or of bools, names.</summary>
    private static long[] Listed(Tensor list, long size)
    {
        if (list.Shape.Rank != 1) throw EvaluationScope.Unknown("an index of a matrix");
        PythonValue[] elements = [.. Arrays.Elements(list)];
        if (list.DType != DType.Bool) return [.. elements.Select(element => Place(Operators.Integer(element), size, $"index {PythonText.Repr(element)} is out of bounds for axis 0 with size {size}"))];
        if (elements.Length != size) throw EvaluationScope.Refused("boolean index did not match indexed array");
        return [.. Enumerable.Range(0, elements.Length).Where(i => Operators.Truth(elements[i])).Select(i => (long)i)];
    }

    private static IEnumerable<long> Offsets(List<(long[] Places, long Stride)> axes, int axis, long offset)
    {
        if (axis == axes.Count) return [offset];
        (long[] places, long stride) = axes[axis];
        return places.SelectMany(place => Offsets(axes, axis + 1, offset + (place * stride)));
    }

    private static long Place(long index, long size, string message)
    {
        long place = index < 0 ? index + size : index;
        return place >= 0 && place < size ? place : throw EvaluationScope.Refused(message);
    }
}

using Weir.Ops;
using Weir.Training;

namespace Weir;

/// <summary>A derivative in a graph: a tensor, or some of its rows.</summary>
public sealed class Gradient
{
    private readonly ListElement? element;
    private Output? dense;

    internal Gradient(Output dense) => this.dense = dense;

    internal Gradient(IndexedSlices slices) => Slices = slices;

    internal Gradient(ListElement element) => this.element = element;

    /// <summary>The rows that are not zero for certain; null: it is a tensor.</summary>
    public IndexedSlices? Slices { get; }

    /// <summary>It as a tensor. If it is rows, the first call adds the operations that make a tensor of them.</summary>
    public Output ToDense() => dense ??= element?.ToList() ?? Slices!.ToDense();

    /// <summary>An argument of a body for values of its dtype and, where that is known, its shape.</summary>
    internal Output AddArgument(BodyGradient body) => element is null ? body.AddArgument(ToDense()) : body.AddArgument(DType.Variant, Shape.Scalar);

    /// <summary>The sum of what arrives at one place. Rows stay rows if nothing else arrives.</summary>
    internal static Gradient Sum(IReadOnlyList<Gradient> parts, AggregationMethod method)
    {
        if (parts.Count == 1) return parts[0];
        if (parts.All(part => part.Slices is not null)) return new Gradient(IndexedSlices.Sum([.. parts.Select(part => part.Slices!)]));
        if (parts.Any(part => part.element is not null)) return SumOfElements(parts, method);
        Output[] tensors = [.. parts.Select(part => part.ToDense())];
        return new Gradient(method == AggregationMethod.Tree ? Tree(tensors) : AddN.Build(tensors));
    }

    /// <summary>Elements of lists are added one by one to what is a list, or becomes one.</summary>
    private static Gradient SumOfElements(IReadOnlyList<Gradient> parts, AggregationMethod method)
    {
        Gradient[] lists = [.. parts.Where(part => part.element is null)];
        Gradient[] elements = [.. parts.Where(part => part.element is not null)];
        Output sum = lists.Length > 0 ? Sum(lists, method).ToDense() : elements[0].ToDense();
        foreach (Gradient part in elements.Skip(lists.Length > 0 ? 0 : 1)) sum = part.element!.AddTo(sum);
        return new Gradient(sum);
    }

    private static Output Tree(Output[] tensors)
    {
        for (int count = tensors.Length; count > 1; count = (count + 1) / 2)
        {
            for (int i = 0; i < count / 2; i++) tensors[i] = AddN.Build([tensors[2 * i], tensors[(2 * i) + 1]]);
            if (count % 2 == 1) tensors[count / 2] = tensors[count - 1];
        }

        return tensors[0];
    }
}

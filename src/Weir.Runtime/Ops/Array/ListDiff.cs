using System.Runtime.InteropServices;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The elements of one list that another does not have, in order, and where they were.</summary>
/// <remarks>Source: listdiff_op.cc.</remarks>
internal sealed class ListDiff : Op
{
    private static readonly ElementTypes Types = ElementTypes.Reals | new ElementTypes(DType.String);

    public override OpDefinition Definition { get; } = "ListDiff(x: T, y: T) -> out: T, idx: out_idx; T: type; out_idx: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 1);
        c.WithRank(1, 1);
        c.AllOutputs(Shape.OfRank(1));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("out_idx");
        DType dtype = r.Type("T");
        if (!Types.Contains(dtype)) throw r.NoKernel("T");
        return dtype == DType.String ? new Difference<byte[]>(ByteStringComparer.Instance) : r.ForType(ElementTypes.Reals, default(Maker));
    }

    public static Output Build(Output x, Output y) => x.Operation.Graph.AddOperation("ListDiff", [x, y])[0];

    private readonly struct Maker : IKernelMaker
    {
        // Numbers are equal as numbers are: -0 is 0, NaN is not itself.
        public Kernel Make<T>() where T : unmanaged => new Difference<T>(EqualityComparer<T>.Default);
    }

    private sealed class Difference<T>(IEqualityComparer<T> comparer) : Kernel
        where T : notnull
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Rank == 1, "x should be a 1D vector.");
            s.Require(y.Shape.Rank == 1, "y should be a 1D vector.");
            ReadOnlySpan<T> values = MovedElements.Of<T>(x);
            HashSet<T> others = new(comparer);
            foreach (T value in MovedElements.Of<T>(y))
            {
                if (!NumberEquality.IsNaN(value)) others.Add(value);
            }
            List<T> kept = [];
            List<long> positions = [];
            for (int i = 0; i < values.Length; i++)
            {
                if (others.Contains(values[i])) continue;
                kept.Add(values[i]);
                positions.Add(i);
            }

            CollectionsMarshal.AsSpan(kept).CopyTo(MovedElements.Of<T>(s.Output(0, kept.Count)));
            s.Output(1, positions.Count).SetIntegers(CollectionsMarshal.AsSpan(positions));
        }
    }
}

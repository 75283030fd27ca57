using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Differences, intersections and unions of sets: the last dimension of tensors, dense or sparse, whose other dimensions are equal.</summary>
/// <remarks>Sets come out in order, in a sparse tensor whose last size is that of the largest. Source: set_kernels.cc.</remarks>
internal sealed class SetOperation(OpDefinition definition, bool firstIsSparse, bool secondIsSparse) : Op
{
    public static readonly Op[] All =
    [
        new SetOperation("DenseToDenseSetOperation(set1: T, set2: T) -> result_indices: int64, result_values: T, result_shape: int64; set_operation: string; "
            + "validate_indices: bool = true; T: {int8, int16, int32, int64, uint8, uint16, string}", firstIsSparse: false, secondIsSparse: false),
        new SetOperation("DenseToSparseSetOperation(set1: T, set2_indices: int64, set2_values: T, set2_shape: int64) -> result_indices: int64, result_values: T, "
            + "result_shape: int64; set_operation: string; validate_indices: bool = true; T: {int8, int16, int32, int64, uint8, uint16, string}", firstIsSparse: false, secondIsSparse: true),
        new SetSize(),
        new SetOperation("SparseToSparseSetOperation(set1_indices: int64, set1_values: T, set1_shape: int64, set2_indices: int64, set2_values: T, set2_shape: int64) "
            + "-> result_indices: int64, result_values: T, result_shape: int64; set_operation: string; validate_indices: bool = true; T: {int8, int16, "
            + "int32, int64, uint8, uint16, string}", firstIsSparse: true, secondIsSparse: true),
    ];

    /// <summary>The input with which the second operand begins.</summary>
    private readonly int second = firstIsSparse ? 3 : 1;

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape first = Operand(c, 0, firstIsSparse), other = Operand(c, second, secondIsSparse);
        if (!firstIsSparse && first.HasRank) c.Require(first.Rank >= 2, $"Shape must be at least rank 2 but is rank {first.Rank}");
        if (first.HasRank && other.HasRank)
        {
            c.Require(first.Rank == other.Rank, $"Dimension must be {first.Rank} but is {other.Rank}");
            if (first.Rank > 0) c.Merge(first.Slice(..^1), other.Slice(..^1));
        }

        c.SparseOutput(0, -1, first.HasRank ? first.Rank : other.Rank);
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        Func<bool, bool, bool> keeps = r.String("set_operation").ToLowerInvariant() switch
        {
            "a-b" => static (a, b) => a && !b,
            "b-a" => static (a, b) => b && !a,
            "intersection" => static (a, b) => a && b,
            "union" => static (a, b) => a || b,
            string other => throw new TfException(StatusCode.InvalidArgument, $"Invalid set_operation {other}."),
        };
        bool validate = r.Bool("validate_indices");
        return r.Type("T") switch
        {
            DType.Int8 => Make<sbyte>(),
            DType.Int16 => Make<short>(),
            DType.Int32 => Make<int>(),
            DType.Int64 => Make<long>(),
            DType.UInt8 => Make<byte>(),
            DType.UInt16 => Make<ushort>(),
            DType.String => Make<byte[]>(),
            _ => throw r.NoKernel("T"),
        };

        Kernel Make<T>()
            where T : notnull => new Operate<T>(keeps, firstIsSparse, secondIsSparse, second, validate);
    }

    private static Shape Operand(ShapeContext c, int input, bool sparse)
    {
        if (!sparse) return c.Input(input);
        Shape vector = c.WithRank(input + 2, 1);
        return vector[0] is >= 0 and <= Shape.MaxRank ? c.ShapeFrom(input + 2) : Shape.Unknown;
    }

    private sealed class Operate<T>(Func<bool, bool, bool> keeps, bool firstIsSparse, bool secondIsSparse, int second, bool validate) : Kernel
        where T : notnull
    {
        public override void Run(StepContext s)
        {
            SetGroups<T> first = firstIsSparse ? SetGroups<T>.OfSparse(s, 0, validate) : SetGroups<T>.OfDense(s, s.Input(0));
            SetGroups<T> other = secondIsSparse ? SetGroups<T>.OfSparse(s, second, validate) : SetGroups<T>.OfDense(s, s.Input(second));
            s.Require(first.Shape.SequenceEqual(other.Shape), $"Mismatched shapes {SparseIndices.Text(first.Shape)} vs {SparseIndices.Text(other.Shape)}");
            if (!firstIsSparse) other.KeepOrdered();
            List<(long Group, T[] Values)> results = [];
            for (int i = 0, k = 0; i < first.Groups.Count || k < other.Groups.Count;)
            {
                int order = i == first.Groups.Count ? 1 : k == other.Groups.Count ? -1 : first.Groups[i].Group.CompareTo(other.Groups[k].Group);
                long group = order <= 0 ? first.Groups[i].Group : other.Groups[k].Group;
                T[] values = Combine(order <= 0 ? first.Groups[i++].Set : null, order >= 0 ? other.Groups[k++].Set : null);
                if (values.Length > 0) results.Add((group, values));
            }

            Write(s, results, first.Shape);
        }

        private T[] Combine(SortedSet<T>? a, SortedSet<T>? b)
        {
            SortedSet<T> all = new(SetGroups<T>.Order);
            if (a is not null) all.UnionWith(a);
            if (b is not null) all.UnionWith(b);
            return [.. all.Where(value => keeps(a?.Contains(value) == true, b?.Contains(value) == true))];
        }

        private static void Write(StepContext s, List<(long Group, T[] Values)> results, ReadOnlySpan<long> groups)
        {
            long total = results.Sum(set => (long)set.Values.Length);
            int rank = groups.Length + 1;
            Span<long> rows = s.Output(0, total, rank).Elements<long>();
            Span<T> values = SetGroups<T>.Elements(s.Output(1, total));
            Span<long> shape = s.Output(2, rank).Elements<long>();
            groups.CopyTo(shape);
            shape[^1] = results.Count == 0 ? 0 : results.Max(set => set.Values.Length);
            int at = 0;
            foreach ((long group, T[] set) in results)
            {
                for (int i = 0; i < set.Length; i++, at++)
                {
                    values[at] = set[i];
                    rows[(at * rank) + rank - 1] = i;
                    long rest = group;
                    for (int d = groups.Length - 1; d >= 0; d--) (rest, rows[(at * rank) + d]) = long.DivRem(rest, groups[d]);
                }
            }
        }
    }
}

using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The products of all elements of a list with one matrix, as rows; empty where the elements are not alike. Put in by plans; no graph holds it.</summary>
/// <remarks>
/// What a loop multiplies round by round is multiplied in one go before it, as long as that has any use: elements that lie one after the
/// other, as those of a list made from a tensor do, and a result of moderate size.
/// </remarks>
internal sealed class ListProducts : Op
{
    private const long MaxBytes = 64 << 20;

    public static readonly OpDefinition OpDefinition =
        "_WeirListProducts(list: variant, weights: float) -> products: float; transpose_b: bool = false";

    public override OpDefinition Definition => OpDefinition;

    public override Kernel CreateKernel(KernelRequest r) => new Products(r.Bool("transpose_b"));

    private sealed class Products(bool transposeB) : PreparingKernel
    {
        private readonly MatrixPacking<float> packing = new(transposeB);

        public override ReadOnlySpan<int> PreparedInputs => [1];

        public override object PreparationKey => packing.Key;

        public override object? Prepare(Tensor input) => packing.Pack(input);

        public override void Run(StepContext s)
        {
            if (!TryRun(s)) s.Output(0, 0);
        }

        private unsafe bool TryRun(StepContext s)
        {
            Tensor weights = s.Input(1);
            if (weights.Shape.Rank != 2 || s.Input(0).Objects is not [TensorList { ElementType: DType.Float32, Count: > 1 } list]) return false;
            (long depth, long columns) = transposeB ? (weights.Shape[1], weights.Shape[0]) : (weights.Shape[0], weights.Shape[1]);
            if (list[0] is not { Shape.Rank: 2 } first || first.Shape[1] != depth || first.ElementCount == 0 || columns == 0) return false;
            long rows = list.Count * first.Shape[0];
            if (Math.Max(columns, depth) > MaxBytes / sizeof(float) / rows || !LieInOrder(list, first)) return false;
            Span<float> products = s.Output(0, list.Count, first.Shape[0], columns).Elements<float>();
            GemmShape shape = new((int)rows, (int)columns, (int)depth, TransposeB: transposeB);
            ReadOnlySpan<float> elements = new(first.Data, checked((int)(rows * depth)));
            if (s.Prepared<PackedMatrix>() is { } packed) Gemm.Run(shape, elements, packed, products);
            else Gemm.Run(shape, elements, weights.AsSpan<float>(), products);
            return true;
        }

        /// <summary>Whether each element begins where the one before ends, in the same memory.</summary>
        private static unsafe bool LieInOrder(TensorList list, Tensor first)
        {
            long bytes = first.ElementCount * sizeof(float);
            for (int i = 1; i < list.Count; i++)
            {
                if (list[i] is not { } item || item.Buffer != first.Buffer || item.Data != first.Data + (i * bytes) || !item.Shape.Equals(first.Shape)) return false;
            }

            return true;
        }
    }
}

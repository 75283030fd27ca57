using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradients of filling empty rows: to each value what flows into where it went, to the default the sum of the others.</summary>
/// <remarks>Source: fill_empty_rows_functor.h.</remarks>
internal sealed class SparseFillEmptyRowsGrad(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new SparseFillEmptyRowsGrad("RaggedFillEmptyRowsGrad(reverse_index_map: int64, grad_values: T) -> d_values: T, d_default_value: T; T: type"),
        new SparseFillEmptyRowsGrad("SparseFillEmptyRowsGrad(reverse_index_map: int64, grad_values: T) -> d_values: T, d_default_value: T; T: type"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape map = c.WithRank(0, 1);
        c.WithRank(1, 1);
        c.Output(0, map);
        c.Output(1, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Numbers, default(Maker));

    public static (Output ForValues, Output ForDefault) Build(Output map, Output gradient, bool ragged = false)
    {
        Operation made = map.Operation.Graph.AddOperation(ragged ? "RaggedFillEmptyRowsGrad" : "SparseFillEmptyRowsGrad", [map, gradient]);
        return (made[0], made[1]);
    }

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Back<T>();
    }

    private sealed class Back<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor map, Tensor gradient) = (s.Input(0), s.Input(1));
            s.Require(map.Shape.Rank == 1, $"reverse_index_map must be a vector, saw: {map.Shape}");
            s.Require(gradient.Shape.Rank == 1, $"grad_values must be a vector, saw: {gradient.Shape}");
            ReadOnlySpan<long> places = map.Elements<long>();
            ReadOnlySpan<T> flowing = gradient.Elements<T>();
            Span<T> forValues = s.Output(0, places.Length).Elements<T>();
            Span<T> forDefault = s.Output(1).Elements<T>();
            bool[] visited = System.Buffers.ArrayPool<bool>.Shared.Rent(flowing.Length);
            visited.AsSpan(0, flowing.Length).Clear();
            for (int i = 0; i < places.Length; i++)
            {
                s.Require((ulong)places[i] < (ulong)flowing.Length, $"Elements in reverse index must be in [0, {flowing.Length}) but got {places[i]}");
                forValues[i] = flowing[(int)places[i]];
                visited[places[i]] = true;
            }

            forDefault[0] = default;
            for (int i = 0; i < flowing.Length; i++)
            {
                if (!visited[i]) Elementwise.Binary<T, Add>(forDefault, flowing.Slice(i, 1), forDefault);
            }

            System.Buffers.ArrayPool<bool>.Shared.Return(visited);
        }
    }
}

using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A new list: without elements (EmptyTensorList), or with elements to be set (TensorListReserve).</summary>
/// <remarks>Source: list_kernels.cc.</remarks>
internal sealed class EmptyTensorList(OpDefinition definition, bool reserves) : Op
{
    public static readonly Op[] All =
    [
        new EmptyTensorList($"EmptyTensorList(element_shape: shape_type, max_num_elements: int32) -> handle: {TensorLists.Type}; element_dtype: type; shape_type: {{int32, int64}}", reserves: false),
        new EmptyTensorList($"TensorListReserve(element_shape: shape_type, num_elements: int32) -> handle: {TensorLists.Type}; element_dtype: type; shape_type: {{int32, int64}}", reserves: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("shape_type");
        return new Maker(r.Type("element_dtype"), reserves);
    }

    /// <summary>A list without elements, of any length.</summary>
    public static Output Build(Graph graph, DType dtype, Shape? elementShape = null) => graph.AddOperation("EmptyTensorList",
        [TensorListShapes.Build(graph, elementShape ?? Shape.Unknown), graph.Const(-1)], new Dictionary<string, object> { ["element_dtype"] = dtype })[0];

    /// <summary>A list without elements, for values of an edge.</summary>
    public static Output BuildFor(Output edge, Graph graph) => Build(graph, edge.DType.BaseType(), TensorListShapes.OfValues(edge));

    /// <summary>A list of as many elements as another one, of its shape, none of them set.</summary>
    public static Output BuildLike(Output list, DType dtype) => list.Operation.Graph.AddOperation("TensorListReserve",
        [TensorListElementShape.Build(list), TensorListLength.Build(list)], new Dictionary<string, object> { ["element_dtype"] = dtype })[0];

    private sealed class Maker(DType elementType, bool reserves) : Kernel
    {
        public override void Run(StepContext s)
        {
            Shape shape = s.ShapeFrom(0);
            int count = s.Scalar(1);
            if (reserves)
            {
                s.Require(count >= 0, $"The num_elements to reserve must be a non negative number, but got {count}");
                s.RequireLength(count);
            }

            s.SetOutput(0, Tensor.OfVariant(reserves ? TensorList.Reserved(elementType, shape, count) : new TensorList(elementType, shape, count)));
        }
    }
}

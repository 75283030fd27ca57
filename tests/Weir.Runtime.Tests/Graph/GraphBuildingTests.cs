namespace Weir.Runtime.Tests;

/// <summary>The builders: each makes the op that its name says, with inputs and attributes in their places.</summary>
public sealed class GraphBuildingTests
{
    private static readonly float[,] Matrix = { { 1, -2, 3 }, { 4, 5, -6 } };

    public static TheoryData<string, Func<Graph, Output, Output>, string> Cases => new()
    {
        { "Abs", (g, x) => g.Abs(x), "[[1. 2. 3.]\n [4. 5. 6.]]" },
        { "AddN", (g, x) => g.AddN([x, x]), "[[  2.  -4.   6.]\n [  8.  10. -12.]]" },
        { "ArgMax", (g, x) => g.ArgMax(x, 1), "[2 1]" },
        { "ArgMin", (g, x) => g.ArgMin(x, -1), "[1 2]" },
        { "BiasAdd", (g, x) => g.BiasAdd(x, g.Constant(Tensor.From(1f, 2f, 3f))), "[[ 2.  0.  6.]\n [ 5.  7. -3.]]" },
        { "Cast", (g, x) => g.Cast(x, DType.Int32), "[[ 1 -2  3]\n [ 4  5 -6]]" },
        { "ConcatV2", (g, x) => g.Concat([x, x], 0), "[[ 1. -2.  3.]\n [ 4.  5. -6.]\n [ 1. -2.  3.]\n [ 4.  5. -6.]]" },
        { "ExpandDims", (g, x) => g.ExpandDims(x, 1), "[[[ 1. -2.  3.]]\n\n [[ 4.  5. -6.]]]" },
        { "FloorMod", (g, x) => g.FloorMod(x, g.Constant(Tensor.Scalar(4f))), "[[1. 2. 3.]\n [0. 1. 2.]]" },
        { "GatherV2", (g, x) => g.Gather(x, g.Constant(Tensor.From(2, 0)), 1), "[[ 3.  1.]\n [-6.  4.]]" },
        { "Less", (g, x) => x.LessThan(g.ZerosLike(x)), "[[False  True False]\n [False False  True]]" },
        { "LessEqual", (g, x) => x.LessThanOrEqualTo(g.OnesLike(x)), "[[ True  True False]\n [False False  True]]" },
        { "LogicalNot", (g, x) => g.LogicalNot(x.GreaterThanOrEqualTo(g.OnesLike(x))), "[[False  True False]\n [False False  True]]" },
        { "MatMul", (g, x) => g.MatMul(x, x, transposeB: true), "[[ 14. -24.]\n [-24.  77.]]" },
        { "Max", (g, x) => g.ReduceMax(x, [1]), "[3. 5.]" },
        { "Maximum", (g, x) => g.Maximum(x, g.ZerosLike(x)), "[[1. 0. 3.]\n [4. 5. 0.]]" },
        { "Mean", (g, x) => g.ReduceMean(x, [0], keepDims: true), "[[ 2.5  1.5 -1.5]]" },
        { "Min", (g, x) => g.ReduceMin(x), "-6.0" },
        { "OneHot", (g, x) => g.OneHot(g.ArgMax(x, 1), 3), "[[0. 0. 1.]\n [0. 1. 0.]]" },
        { "Pack", (g, x) => g.Stack([x, x], 1), "[[[ 1. -2.  3.]\n  [ 1. -2.  3.]]\n\n [[ 4.  5. -6.]\n  [ 4.  5. -6.]]]" },
        { "Pad", (g, x) => g.Pad(x, [(1, 0), (0, 1)]), "[[ 0.  0.  0.  0.]\n [ 1. -2.  3.  0.]\n [ 4.  5. -6.  0.]]" },
        { "Pow", (g, x) => g.Pow(x, g.Constant(Tensor.Scalar(2f))), "[[ 1.  4.  9.]\n [16. 25. 36.]]" },
        { "Prod", (g, x) => g.ReduceProd(x, [1]), "[  -6. -120.]" },
        { "Reshape", (g, x) => g.Reshape(x, [3, -1]), "[[ 1. -2.]\n [ 3.  4.]\n [ 5. -6.]]" },
        { "SelectV2", (g, x) => g.Where(x.GreaterThan(g.ZerosLike(x)), x, g.ZerosLike(x)), "[[1. 0. 3.]\n [4. 5. 0.]]" },
        { "Shape", (g, x) => g.ShapeOf(x), "[2 3]" },
        { "Slice", (g, x) => g.Slice(x, [0, 1], [-1, 2]), "[[-2.  3.]\n [ 5. -6.]]" },
        { "SparseSoftmaxCrossEntropyWithLogits", (g, x) => g.SparseSoftmaxCrossEntropyWithLogits(g.Constant(Tensor.From(0, 0)), g.ZerosLike(x)), "[1.0986123 1.0986123]" },
        { "Split", (g, x) => g.Split(x, 3, 1)[1], "[[-2.]\n [ 5.]]" },
        { "Squeeze", (g, x) => g.Squeeze(g.Slice(x, [0, 0], [1, 3])), "[ 1. -2.  3.]" },
        { "Sum", (g, x) => g.ReduceSum(x), "5.0" },
        { "Tile", (g, x) => g.Tile(x, [1, 2]), "[[ 1. -2.  3.  1. -2.  3.]\n [ 4.  5. -6.  4.  5. -6.]]" },
        { "Transpose", (g, x) => g.Transpose(x, [1, 0]), "[[ 1.  4.]\n [-2.  5.]\n [ 3. -6.]]" },
        { "Unpack", (g, x) => g.Unstack(x, 2)[1], "[ 4.  5. -6.]" },
        { "Conv2D", (g, x) => g.Conv2D(Image(g, x), g.Constant(Tensor.Create<float>(Shape.Of(1, 2, 1, 1), span => span.Fill(1))), (1, 1), "VALID"), "[[[[-1.]\n   [ 1.]]\n\n  [[ 9.]\n   [-1.]]]]" },
        { "MaxPool", (g, x) => g.MaxPool(Image(g, x), (2, 2), (1, 1)), "[[[[5.]\n   [5.]]]]" },
        { "AvgPool", (g, x) => g.AvgPool(Image(g, x), (2, 1), (1, 1)), "[[[[ 2.5]\n   [ 1.5]\n   [-1.5]]]]" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_builder_adds_its_op(string op, Func<Graph, Output, Output> build, string expected)
    {
        Graph graph = new();
        Output y = build(graph, graph.Constant(Tensor.From(Matrix)));
        Assert.Equal(op, y.Operation.Type);
        using Session session = new(graph);
        using Tensor value = session.Run(y);
        Assert.Equal(expected, value.ToString());
    }

    [Fact]
    public void A_name_is_taken_and_made_unique()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, name: "x");
        Assert.Equal("y", graph.Exp(x, "y").Operation.Name);
        Assert.Equal("y_1", graph.Log(x, "y").Operation.Name);
        Assert.Equal("Sqrt", graph.Sqrt(x).Operation.Name);
    }

    [Fact]
    public void An_output_of_another_graph_is_refused()
    {
        Output other = new Graph().Placeholder(DType.Float32);
        Assert.Throws<ArgumentException>(() => new Graph().Tanh(other));
    }

    private static Output Image(Graph graph, Output x) => graph.Reshape(x, [1, 2, 3, 1]);
}

namespace Weir.Runtime.Tests;

/// <summary>Maps of tensors, with the results that TensorFlow's own tests expect (map_ops_test.py).</summary>
public sealed class TensorMapTests
{
    private readonly Graph graph = new();

    [Fact]
    public void A_map_gives_what_was_put_in_last()
    {
        Output map = Insert(Insert(Insert(Empty(), 1f, 11f), 2f, 12f), 1f, 13f);
        using Session session = new(graph);
        Assert.Equal([13f], session.Floats(Lookup(map, 1f)));
        Assert.Equal([12f], session.Floats(Lookup(map, 2f)));
        Assert.Equal(2, Size(session, map));
        Assert.Equal([1f, 2f], session.Floats(Keys(map)).Order());
    }

    [Fact]
    public void What_changes_a_map_changes_nobody_else_s()
    {
        Output one = Insert(Empty(), 1f, 11f), two = Insert(one, 2f, 12f), erased = Erase(two, 1f);
        using Session session = new(graph);
        Output[] sizes = [.. new[] { one, two, erased }.Select(map => graph.Apply("TensorMapSize", map))];
        Tensor[] counts = session.Run(null, sizes, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 1], counts.Select(count => count.ToArray<int>()[0]));
        Assert.Equal([11f], session.Floats(Lookup(two, 1f)));
        Assert.Equal([false, true], new[] { HasKey(erased, 1f), HasKey(erased, 2f) }.Select(has => session.Run(has).ToArray<bool>()[0]));
    }

    [Fact]
    public void Keys_are_equal_by_dtype_shape_and_elements()
    {
        Output scalar = graph.Constant(Tensor.Scalar(1f)), vector = graph.Constant(Tensor.From(1f)), whole = graph.Constant(Tensor.Scalar(0x3f800000));
        Output text = graph.Constant(Tensor.From("key")), again = graph.Constant(Tensor.From("key")), other = graph.Constant(Tensor.From("other"));
        Output map = graph.Apply("TensorMapInsert", graph.Apply("TensorMapInsert", Empty(), scalar, scalar), text, scalar);
        using Session session = new(graph);
        bool[] found = [.. new[] { scalar, vector, whole, again, other }.Select(key => session.Run(graph.Apply("TensorMapHasKey", map, key)).ToArray<bool>()[0])];
        Assert.Equal([true, false, false, true, false], found);
    }

    [Theory]
    [InlineData("lookup", "Trying to lookup non-existent key. Could not find key \"2\".")]
    [InlineData("erase", "Trying to erase non-existent item. Could not find key \"2\".")]
    [InlineData("keys", "TensorMapStackKeys cannot be called on empty map.")]
    [InlineData("list", "Input handle is not a map.")]
    public void What_is_not_there_is_refused(string what, string message)
    {
        Output map = Insert(Empty(), 1f, 11f);
        Output asked = what switch
        {
            "lookup" => Lookup(map, 2f),
            "erase" => Erase(map, 2f),
            "keys" => Keys(Empty()),
            _ => graph.Apply("TensorMapSize", graph.AddOperation("OptionalNone")[0]),
        };
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => session.Run(asked));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_another_dtype_is_refused()
    {
        Output asked = graph.AddOperation("TensorMapLookup", [Insert(Empty(), 1f, 11f), Scalar(1f)], new Dictionary<string, object> { ["value_dtype"] = DType.Int32 })[0];
        using Session session = new(graph);
        Assert.Equal(StatusCode.Internal, Assert.Throws<TfException>(() => session.Run(asked)).Code);
    }

    [Fact]
    public void The_sum_of_maps_has_the_keys_of_both()
    {
        Output a = Insert(Insert(Empty(), 1f, 11f), 2f, 12f), b = Insert(Insert(Empty(), 2f, 100f), 3f, 13f);
        Output sum = graph.AddOperation("AddN", [a, b])[0];
        using Session session = new(graph);
        Assert.Equal([11f, 112f, 13f], new[] { 1f, 2f, 3f }.Select(key => session.Floats(Lookup(sum, key))[0]));
        Assert.Equal(0, Size(session, graph.Apply("ZerosLike", sum)));
    }

    private int Size(Session session, Output map) => session.Run(graph.Apply("TensorMapSize", map)).ToArray<int>()[0];

    private Output Empty() => graph.AddOperation("EmptyTensorMap")[0];

    private Output Scalar(float value) => graph.Constant(Tensor.Scalar(value));

    private Output Insert(Output map, float key, float value) => graph.Apply("TensorMapInsert", map, Scalar(key), Scalar(value));

    private Output HasKey(Output map, float key) => graph.Apply("TensorMapHasKey", map, Scalar(key));

    private Output Lookup(Output map, float key) => graph.AddOperation("TensorMapLookup", [map, Scalar(key)], new Dictionary<string, object> { ["value_dtype"] = DType.Float32 })[0];

    private Output Erase(Output map, float key) => graph.AddOperation("TensorMapErase", [map, Scalar(key)], new Dictionary<string, object> { ["value_dtype"] = DType.Float32 })[0];

    private Output Keys(Output map) => graph.AddOperation("TensorMapStackKeys", [map], new Dictionary<string, object> { ["key_dtype"] = DType.Float32 })[0];
}

namespace Weir.Runtime.Tests;

/// <summary>Calls of concurrent runs in one batch: each gets its own rows, whoever computes them.</summary>
public sealed class BatchFunctionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(4, "")]
    [InlineData(8, "2, 8")]
    public async Task Runs_share_a_batch(int size, string allowed)
    {
        using Session session = new(Batched(size, timeoutMicros: 60_000_000, allowed));
        Task<float[]>[] runs = [.. Enumerable.Range(0, size / 2).Select(i => Run(session, 2 * i, (2 * i) + 1))];
        float[][] results = await Task.WhenAll(runs).WaitAsync(Patience, TestContext.Current.CancellationToken);
        for (int i = 0; i < runs.Length; i++)
        {
            // The row, doubled, and the number of rows that the function saw.
            Assert.Equal([4f * i, size, (4f * i) + 2, size], results[i]);
        }
    }

    [Fact]
    public async Task A_batch_that_does_not_fill_is_filled_up()
    {
        using Session session = new(Batched(8, timeoutMicros: 1000, "4, 8"));
        float[] result = await Run(session, 3).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([6f, 4f], result);
    }

    [Fact]
    public async Task When_the_first_gives_up_the_next_computes()
    {
        using Session session = new(Batched(3, timeoutMicros: 60_000_000, ""));
        using CancellationTokenSource source = new();
        Task<float[]> first = RunWith(session, [1f], source.Token);
        Task<float[]> second = Run(session, 2);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience, TestContext.Current.CancellationToken));
        float[][] results = await Task.WhenAll(second, Run(session, 3), Run(session, 4)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([[4f, 3f], [6f, 3f], [8f, 3f]], results);
    }

    [Fact]
    public async Task Too_many_rows_are_refused_or_split()
    {
        using Session refusing = new(Batched(2, timeoutMicros: 1000, ""));
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<TfException>(() => Run(refusing, 1, 2, 3))).Code);
        using Session splitting = new(Batched(2, timeoutMicros: 1000, "", splits: true));
        float[] result = await Run(splitting, 1, 2, 3);
        Assert.Equal([2f, 2f, 4f, 2f, 6f, 1f], result);
    }

    private static Task<float[]> Run(Session session, params float[] rows) => RunWith(session, rows, TestContext.Current.CancellationToken);

    private static async Task<float[]> RunWith(Session session, float[] rows, CancellationToken cancellation)
    {
        Callable callable = session.MakeCallable([session.Graph.GetOutput("x:0")], [session.Graph.GetOutput("batched:0")]);
        using Tensor fed = Tensor.From<float>(rows, Shape.Of(rows.Length, 1));
        Tensor[] results = await callable.RunAsync([fed], cancellationToken: cancellation);
        using Tensor result = results[0];
        return result.ToArray<float>();
    }

    /// <summary>f(x) = [x + x, how many rows there are], row by row.</summary>
    private static Graph Batched(int size, long timeoutMicros, string allowed, bool splits = false)
    {
        return TestGraphs.Parse($$"""
            node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
            node {
              name: "batched" op: "BatchFunction" input: "x"
              attr { key: "f" value { func { name: "f" } } }
              attr { key: "num_batch_threads" value { i: 1 } }
              attr { key: "max_batch_size" value { i: {{size}} } }
              attr { key: "batch_timeout_micros" value { i: {{timeoutMicros}} } }
              attr { key: "allowed_batch_sizes" value { list { i: [{{allowed}}] } } }
              attr { key: "enable_large_batch_splitting" value { b: {{(splits ? "true" : "false")}} } }
              attr { key: "Tin" value { list { type: DT_FLOAT } } }
              attr { key: "Tcaptured" value { list { } } }
              attr { key: "Tout" value { list { type: DT_FLOAT } } }
            }
            library {
              function {
                signature { name: "f" input_arg { name: "x" type: DT_FLOAT } output_arg { name: "y" type: DT_FLOAT } }
                node_def { name: "doubled" op: "AddV2" input: "x" input: "x" attr { key: "T" value { type: DT_FLOAT } } }
                node_def { name: "zeros" op: "ZerosLike" input: "x" attr { key: "T" value { type: DT_FLOAT } } }
                node_def { name: "size" op: "Size" input: "x" attr { key: "T" value { type: DT_FLOAT } } attr { key: "out_type" value { type: DT_INT32 } } }
                node_def { name: "count" op: "Cast" input: "size:output:0" attr { key: "SrcT" value { type: DT_INT32 } } attr { key: "DstT" value { type: DT_FLOAT } } }
                node_def { name: "counts" op: "AddV2" input: "zeros:y:0" input: "count:y:0" attr { key: "T" value { type: DT_FLOAT } } }
                node_def { name: "axis" op: "Const" attr { key: "dtype" value { type: DT_INT32 } } attr { key: "value" value { tensor { dtype: DT_INT32 tensor_shape { } int_val: 1 } } } }
                node_def {
                  name: "both" op: "ConcatV2" input: "doubled:z:0" input: "counts:z:0" input: "axis:output:0"
                  attr { key: "N" value { i: 2 } } attr { key: "T" value { type: DT_FLOAT } } attr { key: "Tidx" value { type: DT_INT32 } }
                }
                ret { key: "y" value: "both:output:0" }
              }
            }
            """);
    }
}

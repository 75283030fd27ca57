using CsCheck;
using Weir.Ops;

namespace Weir.Runtime.Tests.Ops;

/// <summary>Tables against .NET's dictionaries, and under many threads.</summary>
public sealed class LookupTableTests
{
    private static readonly TableTypes Types = new(DType.Int64, DType.Int64);

    [Fact]
    public void A_dense_table_holds_what_a_dictionary_holds() => Gen.Select(Gen.Int[0, 2], Gen.Long[1, 40], Gen.Long).Array[0, 80].Sample(
        operations =>
        {
            using LookupTable table = Dense();
            Dictionary<long, long> expected = [];
            foreach ((int what, long key, long value) in operations)
            {
                if (what < 2) expected[key] = value;
                else expected.Remove(key);
                using Tensor keys = Tensor.From(key), values = Tensor.From(value);
                if (what < 2) table.Insert(keys, values);
                else table.Remove(keys);
            }

            Assert.Equal(expected.Count, table.Count);
            foreach (long key in Enumerable.Range(1, 40)) Assert.Equal(expected.GetValueOrDefault(key, -1), Find(table, key));
        },
        iter: 300);

    [Fact]
    public void Readers_and_writers_do_not_disturb_each_other()
    {
        using LookupTable table = new MutableTable<ulong, ulong>("t", Types, Shape.Scalar);
        Parallel.For(0, 8, worker =>
        {
            for (long i = 0; i < 2000; i++)
            {
                using Tensor key = Tensor.From((i % 50) + 1), value = Tensor.From(((i % 50) + 1) * 10);
                if (worker % 2 == 0) table.Insert(key, value);
                else Assert.Contains(Find(table, (i % 50) + 1), new[] { -1, ((i % 50) + 1) * 10 });
            }
        });
        Assert.Equal(50, table.Count);
    }

    [Fact]
    public async Task A_table_is_seen_whole_or_not_at_all()
    {
        const int Size = 2000;
        using LookupTable table = Types.Make(new StaticMaker());
        using Tensor keys = Tensor.From(Enumerable.Range(1, Size).Select(i => (long)i).ToArray().AsSpan());
        using ManualResetEventSlim start = new();
        Task<long>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            start.Wait();
            while (true)
            {
                try
                {
                    return Find(table, Size);
                }
                catch (TfException e)
                {
                    Assert.Equal(StatusCode.FailedPrecondition, e.Code);
                }
            }
        }))];
        start.Set();
        table.Import(keys, keys);
        foreach (Task<long> reader in readers) Assert.Equal(Size, await reader);
    }

    [Fact]
    public void A_lookup_of_constants_is_made_in_every_run()
    {
        Graph graph = new();
        Dictionary<string, object> types = new() { ["Tin"] = DType.Int64, ["Tout"] = DType.Int64 };
        Output table = graph.AddOperation("MutableHashTableV2", attributes: new Dictionary<string, object> { ["key_dtype"] = DType.Int64, ["value_dtype"] = DType.Int64 })[0];
        Output key = graph.Const(Tensor.Scalar(5L)), value = graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = DType.Int64 })[0];
        Output found = graph.AddOperation("LookupTableFindV2", [table, key, graph.Const(Tensor.Scalar(-1L))], types)[0];
        Operation insert = graph.AddOperation("LookupTableInsertV2", [table, key, value], types);
        using Session session = new(graph);
        foreach (long next in new[] { 7L, 8L })
        {
            using Tensor fed = Tensor.Scalar(next);
            session.Run(new Dictionary<Output, Tensor> { [value] = fed }, [], [insert], cancellationToken: TestContext.Current.CancellationToken);
            using Tensor result = session.Run(found);
            Assert.Equal(next, result.ToArray<long>()[0]);
        }
    }

    [Theory]
    [InlineData(3, 0.8f)]
    [InlineData(2, 0.8f)]
    [InlineData(8, 0f)]
    [InlineData(8, 1f)]
    [InlineData(1L << 61, 0.5f)]
    public void Dense_tables_that_can_not_be_are_refused(long buckets, float load) => Assert.Throws<TfException>(() => Dense(buckets, load));

    private static DenseTable<ulong, ulong> Dense(long buckets = 4, float load = 0.6f)
    {
        using Tensor empty = Tensor.Scalar(0L), deleted = Tensor.Scalar(-1L);
        return new DenseTable<ulong, ulong>("t", Types, empty, deleted, new DenseTableOptions(Shape.Scalar, buckets, load, 1L << 30));
    }

    private static long Find(LookupTable table, long key)
    {
        using Tensor keys = Tensor.From(key), missing = Tensor.Scalar(-1L), found = Tensor.From(0L);
        table.Find(keys, missing, found);
        return found.ToArray<long>()[0];
    }

    private readonly struct StaticMaker : ITableMaker
    {
        public LookupTable Make<TKey, TValue>()
            where TKey : notnull => new StaticTable<TKey, TValue>("t", Types);
    }
}

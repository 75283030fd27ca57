using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class WorkPoolTests
{
    [Theory]
    [InlineData(1, long.MaxValue)]
    [InlineData(1000, 10_000_000)]
    [InlineData(1001, 1_000_000)]
    [InlineData(100_000, 1_400_000)]
    [InlineData(100_000, 20_000)]
    [InlineData(3, long.MaxValue)]
    [InlineData(1000, 0)]
    [InlineData(1000, -1)]
    public void Every_item_is_done_once(int items, long itemPicoseconds)
    {
        for (int round = 0; round < 50; round++)
        {
            var done = new int[items];
            WorkPool.Run(new Count(done), items, itemPicoseconds);
            Assert.All(done, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Many_callers_at_once_get_all_their_work_done() => Parallel.For(0, 200, _ =>
    {
        using (WorkPool.EnterRun())
        {
            var done = new int[5000];
            WorkPool.Run(new Count(done), done.Length, 1_000_000);
            Assert.All(done, n => Assert.Equal(1, n));
        }
    });

    [Fact]
    public void An_exception_comes_back_to_the_caller_and_the_pool_goes_on()
    {
        for (int round = 0; round < 20; round++)
            Assert.Throws<InvalidOperationException>(() => WorkPool.Run(default(Fail), 1000, 10_000_000));
        Every_item_is_done_once(1000, 10_000_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thread_alone_goes_from_one_end_to_the_other(bool backwards)
    {
        List<long> begins = [];
        using (WorkPool.EnterRun(1))
            WorkPool.Run(new Note(begins), 10, 10_000_000, backwards);
        Assert.Equal(backwards ? Enumerable.Range(0, 10).Reverse() : Enumerable.Range(0, 10), begins.Select(begin => (int)begin));
    }

    [Fact]
    public void A_job_inside_a_job_runs_where_it_is()
    {
        var done = new int[200 * 100];
        WorkPool.Run(new Nested(done), 200, 10_000_000);
        Assert.All(done, n => Assert.Equal(1, n));
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        var done = new int[100_000];
        float[] x = new float[100_000], y = new float[100_000];
        void Work()
        {
            WorkPool.Run(new Count(done), done.Length, 100_000);
            Elementwise.Unary<float, Exp>(x, y);
        }
        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Work();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private readonly struct Count(int[] done) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            for (long i = begin; i < end; i++)
                Interlocked.Increment(ref done[i]);
        }
    }

    private readonly struct Fail : IParallelJob
    {
        public void Run(long begin, long end)
        {
            if (begin == 500)
                throw new InvalidOperationException();
        }
    }

    private readonly struct Nested(int[] done) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            for (long i = begin; i < end; i++)
                WorkPool.Run(new Part(done, i * 100), 100, 10_000_000);
        }
    }

    private readonly struct Note(List<long> begins) : IParallelJob
    {
        public void Run(long begin, long end) => begins.Add(begin);
    }

    private readonly struct Part(int[] done, long offset) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            for (long i = begin; i < end; i++)
                Interlocked.Increment(ref done[offset + i]);
        }
    }
}

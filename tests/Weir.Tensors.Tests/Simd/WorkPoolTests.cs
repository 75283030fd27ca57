using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class WorkPoolTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1001, 10)]
    [InlineData(100_000, 7)]
    public void Every_item_is_done_once(int items, int grain)
    {
        for (int round = 0; round < 50; round++)
        {
            var done = new int[items];
            WorkPool.Run(new Count(done), items, grain);
            Assert.All(done, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Many_callers_at_once_get_all_their_work_done() => Parallel.For(0, 200, _ =>
    {
        using (WorkPool.EnterRun())
        {
            var done = new int[5000];
            WorkPool.Run(new Count(done), done.Length, 10);
            Assert.All(done, n => Assert.Equal(1, n));
        }
    });

    [Fact]
    public void An_exception_comes_back_to_the_caller_and_the_pool_goes_on()
    {
        for (int round = 0; round < 20; round++)
            Assert.Throws<InvalidOperationException>(() => WorkPool.Run(default(Fail), 1000, 1));
        Every_item_is_done_once(1000, 1);
    }

    [Fact]
    public void A_job_inside_a_job_runs_where_it_is()
    {
        var done = new int[200 * 100];
        WorkPool.Run(new Nested(done), 200, 1);
        Assert.All(done, n => Assert.Equal(1, n));
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        var done = new int[100_000];
        float[] x = new float[100_000], y = new float[100_000];
        void Work()
        {
            WorkPool.Run(new Count(done), done.Length, 100);
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
                WorkPool.Run(new Part(done, i * 100), 100, 1);
        }
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

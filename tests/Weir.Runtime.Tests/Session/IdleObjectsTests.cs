using Weir.Sessions;

namespace Weir.Runtime.Tests;

public sealed class IdleObjectsTests
{
    [Fact]
    public void As_many_are_kept_as_there_are_processors_and_all_are_given_back()
    {
        IdleObjects<object> idle = new();
        Assert.Null(idle.Take());
        HashSet<object> kept = [];
        object next = new();
        for (; idle.TryKeep(next); next = new object()) kept.Add(next);
        Assert.Equal(Math.Min(Environment.ProcessorCount, 64), kept.Count);
        Assert.True(kept.Remove(idle.Take()!));
        foreach (object taken in idle.TakeAll()) Assert.True(kept.Remove(taken));
        Assert.Empty(kept);
        Assert.Null(idle.Take());
    }

    /// <summary>Threads take and keep at once: an object has one owner at a time.</summary>
    [Fact]
    public void None_is_given_to_two()
    {
        IdleObjects<Owned> idle = new();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                Owned taken = idle.Take() ?? new Owned();
                Assert.Equal(1, Interlocked.Increment(ref taken.Owners));
                Interlocked.Decrement(ref taken.Owners);
                idle.TryKeep(taken);
            }
        });
    }

    private sealed class Owned
    {
        public int Owners;
    }
}

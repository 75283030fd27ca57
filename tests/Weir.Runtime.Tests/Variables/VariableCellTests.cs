using System.Diagnostics;
using System.Runtime.InteropServices;
using Weir.Sessions;

namespace Weir.Runtime.Tests;

/// <summary>Threads that read, assign, change in place, clear and save one variable, on few and many processors: what is read is what somebody wrote, whole.</summary>
[Collection(Alone.Name)]
public sealed class VariableCellTests
{
    private const int Size = 512;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1.5);

    private readonly VariableCell cell = new("", "v", DType.Float32);
    private volatile bool isOver;
    private long reads;

    /// <summary>The numbers grow, so a reader that sees a smaller one than before has seen an old value after a new one.</summary>
    [Fact]
    public void Values_are_whole_and_never_older_than_before()
    {
        Assign(0);
        int last = 0;
        During([() => Assign(Interlocked.Increment(ref last))], ReadGrowing, ReadGrowing, ReadGrowing);
    }

    [Fact]
    public void A_change_in_place_is_seen_whole()
    {
        Assign(0);
        During([AddOne, AddOne], ReadGrowing, ReadGrowing);
    }

    [Fact]
    public void Changes_in_place_and_assignments_mix()
    {
        Assign(0);
        During([AddOne, () => Assign(3), AddOne], ReadWhole, ReadWhole, ReadWhole);
    }

    /// <summary>What a reader keeps for a while nobody writes any more.</summary>
    [Fact]
    public void A_value_that_is_held_stays_as_it_is()
    {
        Assign(0);
        During([AddOne], () =>
        {
            using Tensor value = cell.Read()!;
            float first = value.AsSpan<float>()[0];
            Thread.Yield();
            RequireAll(value, first);
        }, ReadGrowing);
    }

    [Fact]
    public void A_variable_that_is_cleared_has_a_value_or_none()
    {
        Assign(0);
        int cleared = 0;
        During([() => Assign(1), () => cleared += cell.Clear() ? 1 : 0], ReadWhole, ReadWhole, () =>
        {
            if (!cell.IsInitialized) Thread.Yield();
        });
        Assert.True(cleared > 0);
    }

    /// <summary>Memory that was let go serves other tensors at once, whose owners count on writing them alone.</summary>
    [Fact]
    public void Memory_that_has_gone_into_other_hands_is_not_read()
    {
        Assign(1);
        During([() => Assign(1), Overwrite], ReadOnes, ReadOnes);

        void Overwrite()
        {
            using Tensor other = Tensor.Create<float>([Size], span => span.Fill(-1));
            RequireAll(other, -1);
        }

        void ReadOnes()
        {
            using Tensor value = cell.Read()!;
            RequireAll(value, 1);
            Count();
        }
    }

    /// <summary>A plan that noted a version with a value trusts the value as long as the version stays.</summary>
    [Fact]
    public void A_version_is_never_newer_than_its_value()
    {
        // Assignments count from version 1 on, as the numbers do.
        int last = 0;
        During([() => Assign(Interlocked.Increment(ref last))], ReadVersioned, ReadVersioned);

        void ReadVersioned()
        {
            (Tensor? value, long version) = cell.ReadVersioned();
            using (value) Assert.True((value?.AsSpan<float>()[0] ?? 0) >= version);
            Count();
        }
    }

    [Fact]
    public async Task Readers_see_the_old_value_while_a_copy_is_written_and_wait_for_one_that_is_written_in_place()
    {
        Assign(1);
        Tensor held = cell.Read()!;
        Write(2, () => Assert.Equal(1, First()));
        held.Dispose();
        Assert.Equal(2, First());
        Task<float>? waiting = null;
        Write(3, () =>
        {
            Assert.True(cell.IsInitialized);
            waiting = Task.Factory.StartNew(First, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.False(waiting.Wait(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));
        });
        Assert.Equal(3, await waiting!);
        cell.Clear();
    }

    private void During(Action[] writers, params Action[] readers)
    {
        List<Exception> errors = [];
        Thread[] threads = [.. writers.Concat(readers).Select(action => new Thread(() =>
        {
            try
            {
                while (!isOver) action();
            }
#pragma warning disable CA1031 // thrown again below
            catch (Exception e)
#pragma warning restore CA1031
            {
                lock (errors) errors.Add(e);
                isOver = true;
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        long start = Stopwatch.GetTimestamp();
        while (!isOver && Stopwatch.GetElapsedTime(start) < Time)
        {
            Thread.Sleep(20);
            GC.Collect();
        }

        isOver = true;
        foreach (Thread thread in threads) thread.Join();
        Assert.Empty(errors);
        Assert.True(Interlocked.Read(ref reads) > 100, $"{reads} reads");
        cell.Clear();
        Assert.Null(cell.Read());
    }

    private void Assign(float value) => cell.Assign(Tensor.Create<float>([Size], span => span.Fill(value)));

    private void AddOne()
    {
        using VariableUpdate update = cell.BeginUpdate();
        foreach (ref float element in Elements(update)) element++;
    }

    private void Write(float number, Action meanwhile)
    {
        using VariableUpdate update = cell.BeginUpdate();
        Span<float> elements = Elements(update);
        elements.Fill(-1);
        meanwhile();
        elements.Fill(number);
    }

    private float First()
    {
        using Tensor value = cell.Read()!;
        return value.AsSpan<float>()[0];
    }

    private static Span<float> Elements(VariableUpdate update) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(update.Writable(ModelLimits.Default).AsSpan<float>()), Size);

    [ThreadStatic]
    private static float t_before;

    private void ReadGrowing()
    {
        using Tensor value = cell.Read()!;
        float first = value.AsSpan<float>()[0];
        Assert.True(first >= t_before, $"{first} after {t_before}");
        t_before = first;
        RequireAll(value, first);
        Count();
    }

    private void ReadWhole()
    {
        using Tensor? value = cell.Read();
        if (value is not null) RequireAll(value, value.AsSpan<float>()[0]);
        Count();
    }

    private void Count() => Interlocked.Increment(ref reads);

    private static void RequireAll(Tensor value, float expected)
    {
        int other = value.AsSpan<float>().IndexOfAnyExcept(expected);
        Assert.True(other < 0, $"element {Math.Max(other, 0)} is {value.AsSpan<float>()[Math.Max(other, 0)]}, not {expected}");
    }
}

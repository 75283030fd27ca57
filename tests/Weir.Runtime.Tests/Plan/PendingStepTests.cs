using Weir.Ops;
using Weir.Plans;
using Weir.Sessions;

namespace Weir.Runtime.Tests;

/// <summary>Steps that wait: others go on, a failure ends the waiting, and nobody holds a thread.</summary>
public sealed class PendingStepTests
{
    private static readonly RunEnvironment Environment = new(new ResourceManager(), NoFiles.Instance, ModelLimits.Default, new PreparationCache());

    [Fact]
    public async Task Others_go_on_while_a_step_waits()
    {
        TaskCompletionSource<object?> gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting waits = new(_ => gate.Task);
        Recording after = new(), beside = new(() => gate.SetResult(5f));
        using Plan plan = PlanOf(Step(waits, [], 0), Step(after, [0], 1, dependsOn: [0]), Step(beside, [], 2));
        Tensor[] fetched = await PlanRunner.RunAsync(plan, [], null, TestContext.Current.CancellationToken);
        Assert.Equal([5f], fetched[0].ToArray<float>());
        Assert.True(beside.RanAt < after.RanAt);
    }

    [Fact]
    public async Task A_failure_ends_the_waiting()
    {
        CancellationToken seen = default;
        Waiting forever = new(async s =>
        {
            seen = s.Cancellation;
            await Task.Delay(Timeout.Infinite, s.Cancellation);
            return null;
        });
        Recording fails = new(() => throw new TfException(StatusCode.DataLoss, "broken"));
        using Plan plan = PlanOf(Step(forever, [], 0), Step(fails, [], 1));
        TfException error = await Assert.ThrowsAsync<TfException>(
            () => PlanRunner.RunAsync(plan, [], null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DataLoss, error.Code);
        Assert.True(seen.IsCancellationRequested);
    }

    [Fact]
    public async Task Cancelling_ends_the_waiting()
    {
        Waiting forever = new(async s =>
        {
            await Task.Delay(Timeout.Infinite, s.Cancellation);
            return null;
        });
        using Plan plan = PlanOf(Step(forever, [], 0));
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(20));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => PlanRunner.RunAsync(plan, [], null, source.Token).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_waits_fails_with_its_node()
    {
        Waiting fails = new(async _ =>
        {
            await Task.Yield();
            throw new TfException(StatusCode.OutOfRange, "the queue is closed");
        });
        using Plan plan = PlanOf(Step(fails, [], 0));
        TfException error = await Assert.ThrowsAsync<TfException>(() => PlanRunner.RunAsync(plan, [], null, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.OutOfRange, error.Code);
        Assert.Contains("[[{{node step0}}]]", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Many waits that end on other threads, while steps allocate: values know one thread at a time.</summary>
    [Fact]
    public async Task Waits_may_end_on_any_thread()
    {
        const int Count = 60;
        List<Step> steps = [];
        for (int i = 0; i < Count; i++)
        {
            float value = i;
            steps.Add(Step(new Waiting(async _ =>
            {
                await Task.Yield();
                return value;
            }), [], 2 * i));
            steps.Add(Step(new Recording(), [2 * i], (2 * i) + 1, dependsOn: [2 * i]));
        }

        using Plan plan = PlanOf([.. steps]);
        for (int run = 0; run < 50; run++)
        {
            Tensor[] fetched = await PlanRunner.RunAsync(plan, [], null, TestContext.Current.CancellationToken);
            for (int i = 0; i < Count; i++)
            {
                Assert.Equal([(float)i], fetched[2 * i].ToArray<float>());
                Assert.Equal([(float)i], fetched[(2 * i) + 1].ToArray<float>());
            }

            foreach (Tensor tensor in fetched) tensor.Dispose();
        }
    }

    private static Step Step(Kernel kernel, int[] inputs, int output, int[]? dependsOn = null) => new()
    {
        Kernel = kernel,
        NodeName = $"step{output}",
        OpName = "Test",
        Inputs = inputs,
        Outputs = [output],
        OutputTypes = [DType.Float32],
        Dependencies = dependsOn ?? [],
    };

    /// <summary>A plan that fetches the output of every step.</summary>
    private static Plan PlanOf(params Step[] steps) => new(
        new PlanLayout
        {
            PrologueSteps = [],
            PrologueSlotCount = 0,
            PrologueExports = [],
            Block = new Block(steps, [], MayBeDead: false),
            SlotCount = steps.Length,
            FeedSlots = [],
            FetchSlots = [.. Enumerable.Range(0, steps.Length)],
            FetchIsLast = [.. steps.Select(_ => true)],
            PreparedValues = [],
            HasPendingSteps = true,
        },
        Environment, new Sessions.RunSignature([], [], []));

    private sealed class Waiting(Func<StepContext, Task<object?>> wait) : PendingKernel
    {
        public override async ValueTask<object?> WaitAsync(StepContext s) => await wait(s);

        public override void Finish(StepContext s, object? result) => s.SetOutput(0, Tensor.From((float)result!));
    }

    /// <summary>Hands its input on, or makes zero, and remembers when.</summary>
    private sealed class Recording(Action? act = null) : Kernel
    {
        private static int clock;

        public int RanAt { get; private set; }

        public override void Run(StepContext s)
        {
            RanAt = Interlocked.Increment(ref clock);
            act?.Invoke();
            s.Output(0, 100);
            s.SetOutput(0, Tensor.From(s.InputCount > 0 ? s.Input(0).AsSpan<float>()[0] : 0f));
        }
    }
}

using Weir.Ops;
using Weir.Sessions;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>Runs a plan's prologue and keeps what the plan reads of it.</summary>
internal static class PrologueBuilder
{
    public static Prologue Build(PlanLayout layout, RunEnvironment environment, RunTrace? trace, CancellationToken cancellation)
    {
        using WorkPool.RunScope scope = WorkPool.EnterRun(environment.IntraOpThreads);
        RunFrame frame = new(layout.PrologueSlotCount, environment) { Cancellation = cancellation, Sources = [], Trace = trace };
        Tensor?[] values = new Tensor?[layout.PrologueExports.Length];
        List<PreparationCache.Entry> preparations = [];
        try
        {
            TfException?[]? failures = Run(layout, frame);
            for (int i = 0; i < values.Length; i++)
            {
                if (frame.Value(layout.PrologueExports[i]).HasValue) values[i] = frame.Fetch(layout.PrologueExports[i], last: false);
            }

            object?[] prepared = Prepare(layout, environment, values, preparations);
            return new Prologue(values, prepared, [.. preparations], [.. frame.Sources])
            {
                Failures = failures is null ? null : [.. layout.PrologueExports.Select(slot => failures[slot])],
            };
        }
        catch
        {
            foreach (Tensor? value in values) value?.Dispose();
            foreach (PreparationCache.Entry preparation in preparations) preparation.Dispose();
            throw;
        }
        finally
        {
            frame.Free();
        }
    }

    /// <summary>Runs the steps. What fails inside a loop, which may have no rounds, fails whoever reads it.</summary>
    /// <returns>For each slot why it holds nothing; null: all hold something.</returns>
    private static TfException?[]? Run(PlanLayout layout, RunFrame frame)
    {
        TfException?[]? failures = null;
        foreach (Step step in layout.PrologueSteps)
        {
            TfException? failure = failures is null ? null : step.Inputs.Select(slot => failures[slot]).FirstOrDefault(found => found is not null);
            try
            {
                if (failure is null) PlanRunner.RunSteps(new ReadOnlySpan<Step>(in step), frame);
            }
            catch (TfException e) when (step.MayNotBeNeeded)
            {
                failure = e;
            }

            if (failure is null) continue;
            failures ??= new TfException?[layout.PrologueSlotCount];
            foreach (int slot in step.Outputs) failures[slot] = failure;
        }

        return failures;
    }

    private static object?[] Prepare(
        PlanLayout layout, RunEnvironment environment, Tensor?[] values, List<PreparationCache.Entry> preparations)
    {
        object?[] prepared = new object?[layout.PreparedValues.Length];
        for (int i = 0; i < prepared.Length; i++)
        {
            (PreparingKernel kernel, int value) = layout.PreparedValues[i];
            if (values[value] is not { } source || environment.Preparations.Use(kernel, source) is not { } entry) continue;
            preparations.Add(entry);
            prepared[i] = entry.Prepared;
        }

        return prepared;
    }
}

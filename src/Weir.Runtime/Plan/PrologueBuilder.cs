using Weir.Ops;
using Weir.Sessions;

namespace Weir.Plans;

/// <summary>Runs a plan's prologue and keeps what the plan reads of it.</summary>
internal static class PrologueBuilder
{
    public static Prologue Build(PlanLayout layout, RunEnvironment environment, CancellationToken cancellation)
    {
        RunFrame frame = new(layout.PrologueSlotCount, environment) { Cancellation = cancellation, Sources = [] };
        Tensor?[] values = new Tensor?[layout.PrologueExports.Length];
        List<PreparationCache.Entry> preparations = [];
        try
        {
            PlanRunner.RunSteps(layout.PrologueSteps, frame);
            for (int i = 0; i < values.Length; i++) values[i] = frame.Fetch(layout.PrologueExports[i], last: false);
            object?[] prepared = Prepare(layout, environment, values, preparations);
            return new Prologue(values, prepared, [.. preparations], [.. frame.Sources]);
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

    private static object?[] Prepare(
        PlanLayout layout, RunEnvironment environment, Tensor?[] values, List<PreparationCache.Entry> preparations)
    {
        object?[] prepared = new object?[layout.PreparedSteps.Length];
        foreach (Step step in layout.PreparedSteps)
        {
            PreparingKernel kernel = (PreparingKernel)step.Kernel;
            Tensor source = values[Slot.PrologueIndex(step.Inputs[kernel.PreparedInput])]!;
            if (environment.Preparations.Use(kernel, source) is not { } entry) continue;
            preparations.Add(entry);
            prepared[step.Prepared] = entry.Prepared;
        }

        return prepared;
    }
}

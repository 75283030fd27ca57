using System.Globalization;
using Weir.Benchmarks.Bundle;

namespace Weir.Benchmarks.Load;

/// <summary>The runtime under load: threads that share a session, memory over many runs, what a run allocates, what a node and a large graph cost.</summary>
internal static class LoadBenchmarks
{
    private const string RunsFlag = "--runs=";

    private static readonly string[] Models = ["half_plus_two", "mlp", "lstm", "text_cnn"];

    private static IEnumerable<(string Name, Func<Workload> Open)> All =>
        Models.Select(name => (name, (Func<Workload>)(() => Workloads.Model(name)))).Concat(Workloads.Small);

    /// <param name="args">threads, memory, allocations, nodes, branches or graph, or none for all; a part of the name of what is run; flags.</param>
    public static void Run(string[] args)
    {
        SideBySide.ReadFlags(args);
        string[] words = [.. args.Where(arg => !arg.StartsWith('-'))];
        (string? part, string name) = (words.FirstOrDefault(), words.ElementAtOrDefault(1) ?? "");
        if (part is null or "allocations") Allocations();
        if (part is null or "threads") Threads(name);
        if (part is null or "nodes") MixedNodes.Run();
        if (part is null or "branches") Branches.Run(name);
        if (part is null or "graph") LargeGraph.Run();
        int runs = int.Parse(args.FirstOrDefault(arg => arg.StartsWith(RunsFlag, StringComparison.Ordinal))?[RunsFlag.Length..] ?? "100000", CultureInfo.InvariantCulture);
        if (part is null or "memory") Memory(runs);
    }

    /// <summary>Managed bytes a run, the handles of the outputs among them.</summary>
    private static void Allocations()
    {
        foreach ((string name, Func<Workload> open) in All)
        {
            using Workload workload = open();
            Action run = workload.Caller();
            for (int i = 0; i < 200; i++) run();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++) run();
            Console.WriteLine($"{name,-24} | {(GC.GetAllocatedBytesForCurrentThread() - before) / 100,6} B a run");
        }
    }

    /// <summary>Eight threads on one session against eight sessions with a thread each.</summary>
    /// <param name="wanted">A part of the names of those to measure.</param>
    private static void Threads(string wanted)
    {
        foreach ((string name, Func<Workload> open) in All.Where(workload => workload.Name.Contains(wanted, StringComparison.Ordinal)))
        {
            using Crowd shared = Crowd.OnOneSession(open), apart = Crowd.OnSessionsOfTheirOwn(open);
            List<double> ratios = [];
            double most = 0;
            for (int round = 0; round < 9; round++)
            {
                (double together, double alone) = round % 2 == 0 ? (shared.RunsPerSecond(), apart.RunsPerSecond()) : Turned(apart.RunsPerSecond(), shared.RunsPerSecond());
                ratios.Add(together / alone);
                most = Math.Max(most, together);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-24} | {Crowd.Threads} threads on one session: {most,9:F0} runs/s at most | {Pairs.Median(ratios):F2} of as many sessions | {shared.Contentions,6:F2} and {apart.Contentions,6:F2} waits for a lock in 1,000 runs"));
        }
    }

    private static (double Together, double Alone) Turned(double alone, double together) => (together, alone);

    /// <summary>What the process holds after a tenth of the runs and after all.</summary>
    private static void Memory(int runs)
    {
        foreach ((string name, Func<Workload> open) in Workloads.Small)
        {
            using Workload workload = open();
            Action run = workload.Caller();
            for (int i = 0; i < runs / 10; i++) run();
            long before = PrivateMemory.AfterCollection();
            for (int i = runs / 10; i < runs; i++) run();
            Console.WriteLine($"{name,-24} | {runs:N0} runs: {(PrivateMemory.AfterCollection() - before) / 1024,6} KiB more than after {runs / 10:N0}");
        }
    }
}

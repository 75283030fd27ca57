using System.Globalization;
using System.Runtime.Intrinsics;

namespace Weir.Benchmarks.Models;

/// <summary>Arguments of the model benchmarks: names of models, and flags.</summary>
internal sealed class BenchmarkArguments(string[] args)
{
    public const string Usage = "models [NAME ...|chain] [--threads=N,N] [--batch=N,N] [--seconds=S] [--only=weir|ort] [--cpu] [--trace]";

    public IReadOnlyCollection<string> Names { get; } = [.. args.Where(arg => !arg.StartsWith('-'))];

    public int[] Threads { get; } = Numbers(args, "threads") ?? (Environment.ProcessorCount > 1 ? [1, 2] : [1]);

    public int[] Batches { get; } = Numbers(args, "batch") ?? [1, 8, 32];

    /// <summary>How long one row is measured.</summary>
    public double Seconds { get; } = double.Parse(Value(args, "seconds") ?? "2", CultureInfo.InvariantCulture);

    /// <summary>Whether to print where Weir's time goes.</summary>
    public bool Trace { get; } = args.Contains("--trace");

    public string VectorBits => Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "128";

    private static int[]? Numbers(string[] args, string flag) =>
        Value(args, flag)?.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();

    private static string? Value(string[] args, string flag) =>
        args.FirstOrDefault(arg => arg.StartsWith($"--{flag}=", StringComparison.Ordinal))?[(flag.Length + 3)..];
}

using System.Text.RegularExpressions;

namespace Weir.Fuzz;

/// <summary>Feeds a target with damaged copies of its seeds. An input with an outcome that was not seen before is kept and damaged further:
/// the errors' texts stand in for coverage.</summary>
/// <param name="target">What is tested.</param>
/// <param name="seed">Decides all that is random.</param>
/// <param name="watchdog">Keeps the current input; null in short runs.</param>
internal sealed partial class Fuzzer(FuzzTarget target, int seed, Watchdog? watchdog = null)
{
    private const int MaxKept = 4000;
    private const int MaxFindings = 20;

    /// <summary>Reading an input may take this much of the processor's time, however busy the machine is.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(4);

    /// <summary>And allocate this much, and so much for each of its bytes: numbers as Python values are large.</summary>
    private const long MaxBytes = 256L << 20;
    private const long MaxBytesForByte = 4000;

    private readonly HashSet<string> outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> reasons = new(StringComparer.Ordinal);

    public long Inputs { get; private set; }

    public int Outcomes => outcomes.Count;

    public List<Finding> Findings { get; } = [];

    public void Run(long maxInputs, TimeSpan limit)
    {
        List<byte[]> pool = [.. target.Seeds()];
        if (pool.Count == 0) throw new InvalidOperationException($"{target.Name} has no seeds.");
        Mutator mutator = new(new Random(seed), pool);
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (Inputs < maxInputs && Environment.TickCount64 < end && Findings.Count < MaxFindings)
        {
            byte[] input = Inputs < pool.Count ? pool[(int)Inputs] : target.Repair(mutator.Next(), mutator.Random);
            Inputs++;
            watchdog?.Begin(input);
            string outcome = Try(target, input, out Finding? finding);
            if (finding is not null && reasons.Add(Shape(finding.Reason))) Findings.Add(finding);
            if (pool.Count < MaxKept && outcomes.Add(Shape(outcome))) pool.Add(input);
        }
    }

    /// <summary>One input. Only documented errors are caught.</summary>
    public static string Try(FuzzTarget target, byte[] input, out Finding? finding)
    {
        finding = null;
        string outcome;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan time = Environment.CpuUsage.TotalTime;
        try
        {
            outcome = target.Read(input);
        }
        catch (TfException e) when (target.Errors.Contains(e.Code))
        {
            outcome = $"{e.Code}: {e.Message}";
        }
        catch (Exception e) when (target.IsDocumented(e))
        {
            outcome = e.Message;
        }
        catch (Exception e)
        {
            finding = new Finding(input, e.ToString());
            return e.GetType().Name;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        time = Environment.CpuUsage.TotalTime - time;
        if (time > MaxTime) finding = new Finding(input, $"took {time}: {outcome}");
        else if (allocated > MaxBytes + (MaxBytesForByte * input.Length)) finding = new Finding(input, $"allocated {allocated} bytes for {input.Length}: {outcome}");
        return outcome;
    }

    /// <summary>A text without what differs from input to input: its beginning, without numbers and quoted names.</summary>
    private static string Shape(string text)
    {
        string shape = Particulars().Replace(text.Length > 400 ? text[..400] : text, "#");
        return shape.Length > 120 ? shape[..120] : shape;
    }

    [GeneratedRegex("[0-9]+|'[^']*'|\"[^\"]*\"|0x[0-9a-f]+|[^ -~]+")]
    private static partial Regex Particulars();
}

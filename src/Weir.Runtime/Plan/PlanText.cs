using System.Text;
using Weir.Ops;
using Weir.Sessions;

namespace Weir.Plans;

/// <summary>Prints a plan. Values of a run are <c>s0, s1, ...</c>, those that the prologue keeps <c>p0, p1, ...</c>, those inside it <c>q0, q1, ...</c>.</summary>
internal sealed class PlanText
{
    private const int IndentWidth = 2;
    private const int NodeColumn = 56;

    private readonly StringBuilder text = new();

    private PlanText()
    {
    }

    public static string Of(PlanLayout layout, RunSignature signature)
    {
        PlanText plan = new();
        plan.Line(0, $"Feeds: {signature.Feeds.Length}");
        for (int i = 0; i < signature.Feeds.Length; i++)
        {
            plan.Line(1, $"{(layout.FeedSlots[i] < 0 ? "not needed" : Name(layout.FeedSlots[i]))} = {signature.Feeds[i].Name} {Type(signature.Feeds[i])}");
        }

        plan.PrintPrologue(layout);
        plan.Line(0, $"Steps: {layout.Block.Steps.Length} in {layout.SlotCount} slots{(layout.HasPendingSteps ? ", in the order of what they wait for" : "")}");
        plan.PrintSteps(1, layout.Block.Steps);
        plan.Line(0, $"Fetches: {signature.Fetches.Length}");
        for (int i = 0; i < signature.Fetches.Length; i++) plan.Line(1, $"{signature.Fetches[i].Name} = {Name(layout.FetchSlots[i])}");
        return plan.text.ToString();
    }

    private void PrintPrologue(PlanLayout layout)
    {
        if (layout.PrologueSteps.Length == 0) return;
        Line(0, $"Prologue, again when a variable has changed: {layout.PrologueSteps.Length} steps, {layout.PrologueExports.Length} values kept");
        ILookup<int, int> kept = Enumerable.Range(0, layout.PrologueExports.Length).ToLookup(i => layout.PrologueExports[i]);
        foreach (Step step in layout.PrologueSteps)
        {
            string values = string.Join(", ", step.Outputs.SelectMany(slot => kept[slot]).Select(export => $"p{export}"));
            PrintStep(1, step, slot => $"q{slot}", values.Length > 0 ? "keeps " + values : "");
        }
    }

    private void PrintSteps(int indent, Step[] steps)
    {
        foreach (Step step in steps)
        {
            PrintStep(indent, step, Name, step.Releases.Length > 0 ? "frees " + string.Join(", ", step.Releases.Select(Name)) : "");
            if (step.Kernel is not IBlockKernel blocks) continue;
            foreach ((string purpose, Block block) in blocks.Blocks)
            {
                Line(indent + 1, purpose + (block.Results.Length > 0 ? " -> " + string.Join(", ", block.Results.Select(Name)) : ""));
                PrintSteps(indent + 2, block.Steps);
            }
        }
    }

    /// <summary><c>s3 = MatMul(s0, packed p1)</c>, the node, and what happens to memory.</summary>
    private void PrintStep(int indent, Step step, Func<int, string> name, string memory)
    {
        string inputs = string.Join(", ", step.Inputs.Select((slot, i) => (IsPacked(step, i) ? "packed " : "") + name(slot)));
        string outputs = string.Join(", ", step.Outputs.Select(name));
        string line = $"{new string(' ', indent * IndentWidth)}{outputs}{(outputs.Length > 0 ? " = " : "")}{step.OpName}({inputs})";
        string kernel = step.Kernel is FusedKernel ? $" by {step.Kernel.GetType().Name}" : step.Kernel is PendingKernel ? ", may wait" : step.Kernel is CallKernel call ? $", calls {call.FunctionName}" : "";
        text.Append(line.PadRight(NodeColumn)).Append("  ").Append(step.NodeName).Append(kernel);
        if (memory.Length > 0) text.Append("; ").Append(memory);
        text.Append('\n');
    }

    private static bool IsPacked(Step step, int input)
    {
        if (step.Kernel is not PreparingKernel kernel) return false;
        int place = kernel.PreparedInputs.IndexOf(input);
        return place >= 0 && place < step.Prepared.Length && step.Prepared[place] >= 0;
    }

    private void Line(int indent, string line) => text.Append(' ', indent * IndentWidth).Append(line).Append('\n');

    private static string Name(int slot) => Slot.IsPrologue(slot) ? $"p{Slot.PrologueIndex(slot)}" : $"s{slot}";

    private static string Type(Output output) => $"{output.DType.TfName()} {output.Shape}";
}

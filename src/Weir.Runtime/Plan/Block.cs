namespace Weir.Plans;

/// <summary>Steps that run together inside a step: a branch, the condition or the body of a loop.</summary>
/// <param name="Steps">In running order, on the slots of the whole plan.</param>
/// <param name="Results">Where the results are after the last step.</param>
internal sealed record Block(Step[] Steps, int[] Results)
{
    public void Run(RunFrame frame) => PlanRunner.RunSteps(Steps, frame);
}

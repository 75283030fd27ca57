namespace Weir.Plans;

/// <summary>Steps that run together inside a step: a branch, the condition or the body of a loop.</summary>
/// <param name="Steps">In running order, on the slots of the whole plan.</param>
/// <param name="Results">Where the results are after the last step.</param>
/// <param name="MayBeDead">Whether steps may have to be skipped, because TensorFlow 1's control flow did not take their way.</param>
internal sealed record Block(Step[] Steps, int[] Results, bool MayBeDead)
{
    public void Run(RunFrame frame)
    {
        if (MayBeDead) PlanRunner.RunLivingSteps(Steps, frame);
        else PlanRunner.RunSteps(Steps, frame);
    }
}

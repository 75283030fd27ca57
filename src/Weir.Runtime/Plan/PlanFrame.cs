namespace Weir.Plans;

/// <summary>A loop of TensorFlow 1 in a plan: what was a frame of nodes becomes one node.</summary>
/// <param name="Enters">Bring values in.</param>
/// <param name="Exits">Bring values out; their outputs are outside.</param>
/// <param name="Nexts">Bring values to the next round.</param>
/// <param name="Nodes">The others, in running order; loops inside are one node each.</param>
internal sealed record PlanFrame(List<PlanNode> Enters, List<PlanNode> Exits, List<PlanNode> Nexts, List<PlanNode> Nodes);

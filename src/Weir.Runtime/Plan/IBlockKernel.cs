namespace Weir.Plans;

/// <summary>A kernel with steps of its own, for those who print a plan.</summary>
internal interface IBlockKernel
{
    /// <summary>The steps, under what they are for.</summary>
    IEnumerable<(string Purpose, Block Block)> Blocks { get; }
}

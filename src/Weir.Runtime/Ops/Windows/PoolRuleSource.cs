using Weir.Graphs;

namespace Weir.Ops;

/// <summary>Where a kernel has its rule from: attributes, read once, or inputs, read in each run.</summary>
internal sealed class PoolRuleSource
{
    private readonly PoolRule? rule;
    private readonly string padding = "";
    private readonly bool channelsFirst;
    private readonly string kernel = "";

    public PoolRuleSource(PoolRule rule) => this.rule = rule;

    public PoolRuleSource(AttributeList attributes, string kernel)
    {
        (padding, channelsFirst) = (attributes.GetString("padding"), WindowRule.IsChannelsFirst(attributes));
        this.kernel = kernel;
    }

    /// <param name="s">The run's context.</param>
    /// <param name="firstInput">The input that says the sizes; the next one says the strides.</param>
    public PoolRule Get(StepContext s, int firstInput)
    {
        if (rule is not null) return rule;
        PoolRule read = PoolRule.Of(padding, channelsFirst, Integers(s, firstInput), Integers(s, firstInput + 1));
        read.RequireSupported(kernel);
        return read;
    }

    private static long[] Integers(StepContext s, int input)
    {
        Tensor given = s.Input(input);
        s.Require(given.Shape.Rank == 1 && given.ElementCount == 4, "Sliding window ksize and strides fields must specify 4 dimensions");
        long[] values = new long[4];
        given.Integers(values);
        return values;
    }
}

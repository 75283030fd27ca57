using CsCheck;

namespace Weir.Servables;

public sealed class AvailabilityPreservingPolicyTests
{
    [Fact]
    public void The_new_version_is_loaded_before_the_old_one_goes()
    {
        VersionSnapshot old = new(1, HarnessStage.Ready, IsAspired: false);
        Assert.Equal(new PolicyAction(IsLoad: true, 2), AvailabilityPreservingPolicy.Next([old, new(2, HarnessStage.New, IsAspired: true)]));
        Assert.Null(AvailabilityPreservingPolicy.Next([old, new(2, HarnessStage.Loading, IsAspired: true)]));
        Assert.Equal(new PolicyAction(IsLoad: false, 1), AvailabilityPreservingPolicy.Next([old, new(2, HarnessStage.Ready, IsAspired: true)]));
    }

    [Fact]
    public void The_highest_is_loaded_first_and_the_lowest_unloaded_first()
    {
        Assert.Equal(new PolicyAction(IsLoad: true, 3), AvailabilityPreservingPolicy.Next(
            [new(2, HarnessStage.New, IsAspired: true), new(3, HarnessStage.New, IsAspired: true)]));
        Assert.Equal(new PolicyAction(IsLoad: false, 4), AvailabilityPreservingPolicy.Next(
            [new(5, HarnessStage.Ready, IsAspired: false), new(4, HarnessStage.Ready, IsAspired: false)]));
    }

    [Fact]
    public void An_old_version_stays_while_the_new_one_fails() => Assert.Null(AvailabilityPreservingPolicy.Next(
        [new(1, HarnessStage.Ready, IsAspired: false), new(2, HarnessStage.Failed, IsAspired: true)]));

    /// <summary>From any versions to any others: it ends with those wanted, and some version is there all the time.</summary>
    [Fact]
    public void It_ends_with_what_is_wanted_and_is_available_all_the_time()
    {
        Gen.Select(Gen.Int[0, 255], Gen.Int[1, 255]).Sample((before, wanted) =>
        {
            Dictionary<long, VersionSnapshot> versions = [];
            for (int v = 0; v < 8; v++)
            {
                bool isThere = (before >> v & 1) == 1, isWanted = (wanted >> v & 1) == 1;
                if (isThere || isWanted) versions[v] = new VersionSnapshot(v, isThere ? HarnessStage.Ready : HarnessStage.New, isWanted);
            }

            int steps = 0;
            while (AvailabilityPreservingPolicy.Next(versions.Values) is { } action)
            {
                Assert.True(++steps <= 16);
                if (action.IsLoad) versions[action.Version] = versions[action.Version] with { Stage = HarnessStage.Ready };
                else Assert.True(versions.Remove(action.Version));
                if (before != 0) Assert.Contains(versions.Values, version => version.Stage == HarnessStage.Ready);
            }

            Assert.All(versions.Values, version => Assert.Equal((HarnessStage.Ready, true), (version.Stage, version.IsAspired)));
            Assert.Equal(System.Numerics.BitOperations.PopCount((uint)wanted), versions.Count);
        });
    }
}

namespace Weir.Runtime.Tests.Saving;

/// <summary>A clock that tests set.</summary>
internal sealed class SettableClock : TimeProvider
{
    /// <summary>Since 1970.</summary>
    public double Seconds { get; set; } = 1_500_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks((long)(Seconds * TimeSpan.TicksPerSecond));
}

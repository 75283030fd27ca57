using System.Globalization;
using System.Runtime.Intrinsics;

namespace Weir.Conformance;

/// <summary>CI runs the op cases again in processes with narrower vectors: this test says that such a process is what it was started as.</summary>
public sealed class TierTests
{
    [Fact]
    public void The_process_has_the_vectors_it_was_started_for()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        string expected = Environment.GetEnvironmentVariable("WEIR_TESTS_VECTOR_BITS") ?? bits.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(expected, bits.ToString(CultureInfo.InvariantCulture));
    }
}

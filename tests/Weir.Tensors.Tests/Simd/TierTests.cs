using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Tensors.Tests.Simd;

/// <summary>Runs the tests of this folder again in processes with narrower vectors.</summary>
public class TierTests
{
    private const string Tier = "WEIR_TESTS_VECTOR_BITS";

    /// <summary>How many random cases a test of this folder takes: fewer in the slower processes.</summary>
    public static int Iterations(int most) => Environment.GetEnvironmentVariable(Tier) switch
    {
        null => most,
        "0" => most / 10,
        _ => most / 2,
    };

    [Fact]
    public void The_process_has_the_tier_it_was_started_for()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        if (Environment.GetEnvironmentVariable(Tier) is not string expected)
            return;
        Assert.Equal(expected, bits.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(bits >= 256, Fma.IsSupported);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "256")]
    [InlineData("DOTNET_EnableAVX2", "128")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    public async Task Narrower_vectors_pass_the_same_tests(string setting, string bits)
    {
        if (Environment.GetEnvironmentVariable(Tier) is not null)
            return;
        Assert.SkipUnless(X86Base.IsSupported && (bits == "0" || Avx2.IsSupported), "The switches are those of x86.");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(TierTests).Assembly.Location);
        start.ArgumentList.Add("--filter-namespace");
        start.ArgumentList.Add(typeof(TierTests).Namespace!);
        start.Environment[setting] = "0";
        start.Environment[Tier] = bits;
        using Process child = Process.Start(start)!;
        string output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, output);
    }
}

namespace Weir.Ops;

/// <summary>The numbers by which TensorFlow calls its generators.</summary>
internal static class RandomAlgorithm
{
    public const int Philox = 1;

    private const int ThreeFry = 2;
    private const int Automatic = 3;

    /// <summary>Ops on a state know ThreeFry, and say that it is not for this device.</summary>
    public static void RequireOfState(StepContext s, long algorithm)
    {
        if (algorithm == ThreeFry) throw new TfException(StatusCode.Unimplemented, "Non-XLA devices don't support the ThreeFry algorithm.");
        Require(s, algorithm);
    }

    public static void Require(StepContext s, long algorithm) => s.Require(algorithm is Philox or Automatic, $"Unsupported algorithm id: {algorithm}");
}

namespace Weir.Ops;

/// <summary>Random numbers, from states, from seeds and from keys.</summary>
internal static class RandomOps
{
    public static readonly Op[] All =
    [
        .. CandidateSamplers.All,
        .. Multinomials.All,
        .. ParameterizedTruncatedNormals.All,
        .. RandomBinomials.All,
        .. RandomGammas.All,
        .. RandomNormals.All,
        .. RandomPoissons.All,
        .. RandomShuffles.All,
        .. RandomUniforms.All,
        .. RngSkips.All,
        .. StatelessKeys.All,
        new ComputeAccidentalHits(),
        new RandomIndexShuffle(),
        new SobolSample(),
    ];
}

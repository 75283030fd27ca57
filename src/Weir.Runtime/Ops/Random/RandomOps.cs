namespace Weir.Ops;

/// <summary>Random numbers, from states, from seeds and from keys.</summary>
internal static class RandomOps
{
    public static readonly Op[] All =
    [
        .. CandidateSamplers.All,
        new ComputeAccidentalHits(),
        .. Multinomials.All,
        .. ParameterizedTruncatedNormals.All,
        .. RandomBinomials.All,
        .. RandomGammas.All,
        new RandomIndexShuffle(),
        .. RandomNormals.All,
        .. RandomPoissons.All,
        .. RandomShuffles.All,
        .. RandomUniforms.All,
        .. RngSkips.All,
        .. StatelessKeys.All,
    ];
}

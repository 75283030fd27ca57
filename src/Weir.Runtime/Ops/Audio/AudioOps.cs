namespace Weir.Ops;

/// <summary>Sound: WAV files, spectrograms, coefficients.</summary>
internal static class AudioOps
{
    public static readonly Op[] All =
    [
        new AudioSpectrogram(),
        new DecodeWav(),
        new EncodeWav(),
        new Mfcc(),
    ];
}

namespace Weir;

/// <summary>How a TFRecord file as a whole is compressed: the <c>compression_type</c> of <c>tf.io.TFRecordOptions</c>.</summary>
public enum TfRecordCompression
{
    /// <summary>Not at all: "".</summary>
    None,

    /// <summary>"GZIP".</summary>
    Gzip,

    /// <summary>"ZLIB".</summary>
    Zlib,
}

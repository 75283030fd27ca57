using System.IO.Compression;

namespace Weir.Ops;

/// <summary>Decompresses strings: ZLIB, GZIP, or none.</summary>
/// <remarks>A stream that is cut off gives what it holds. Source: decode_compressed_op.cc.</remarks>
internal static class DecodeCompressed
{
    public static readonly Op Op = new StringMapOp("DecodeCompressed(bytes: string) -> output: string; compression_type: string = \"\"", r => r.String("compression_type") switch
    {
        "" => new ForwardKernel(),
        "ZLIB" => new Inflate(source => new ZLibStream(source, CompressionMode.Decompress), bytes => bytes.Length > 1 && (bytes[0] & 0x0F) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0),
        "GZIP" => new Inflate(source => new GZipStream(source, CompressionMode.Decompress), bytes => bytes is [0x1F, 0x8B, 8, ..]),
        _ => throw new TfException(StatusCode.InvalidArgument, "Only ZLIB, GZIP or NONE are supported compressions"),
    });

    private sealed class Inflate(Func<Stream, Stream> open, Func<byte[], bool> isHeader) : Kernel
    {
        public override void Run(StepContext s)
        {
            byte[][] from = s.Input(0).Strings;
            byte[][] to = s.OutputLike(0, s.Input(0)).Strings;
            byte[] block = new byte[1 << 16];
            for (int i = 0; i < from.Length; i++) to[i] = from[i].Length == 0 ? from[i] : Decompress(from[i], block, s);
        }

        private byte[] Decompress(byte[] bytes, byte[] block, StepContext s)
        {
            if (!isHeader(bytes)) throw new TfException(StatusCode.DataLoss, "inflate() failed with error -3: incorrect header check");
            using MemoryStream source = new(bytes, writable: false);
            using Stream inflating = open(source);
            using MemoryStream result = new();
            long most = Math.Min(s.Limits.MaxTensorBytes, System.Array.MaxLength);
            try
            {
                while (inflating.Read(block) is > 0 and int count)
                {
                    s.ThrowIfCancelled();
                    if (result.Length + count > most)
                    {
                        throw new TfException(StatusCode.ResourceExhausted, $"A string decompresses to more than {most} bytes.");
                    }

                    result.Write(block, 0, count);
                }
            }
            catch (InvalidDataException e) when (source.Position < source.Length)
            {
                throw new TfException(StatusCode.DataLoss, "inflate() failed with error -3: invalid data", e);
            }
            catch (InvalidDataException)
            {
                // Cut off: TensorFlow takes what is there.
            }

            return result.ToArray();
        }
    }
}

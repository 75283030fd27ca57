using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Puts strings into buckets by a hash: TensorFlow's own, FarmHash, or SipHash with a key.</summary>
/// <remarks>Source: string_to_hash_bucket_op.cc, string_to_hash_bucket_fast_op.cc.</remarks>
internal sealed class StringHashes(string definition, Func<KernelRequest, StringHashes.Hash> makeHash) : Op
{
    public static readonly Op[] All =
    [
        new StringHashes("StringToHashBucket(string_tensor: string) -> output: int64; num_buckets: int >= 1", _ => Hash64.Of),
        new StringHashes("StringToHashBucketFast(input: string) -> output: int64; num_buckets: int >= 1", _ => Fingerprint64.Of),
        new StringHashes("StringToHashBucketStrong(input: string) -> output: int64; num_buckets: int >= 1; key: list(int)", Strong),
    ];

    /// <summary>A hash of 64 bits.</summary>
    internal delegate ulong Hash(ReadOnlySpan<byte> text);

    public override OpDefinition Definition { get; } = definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Bucket(makeHash(r), (ulong)r.Int("num_buckets"));

    private static Hash Strong(KernelRequest r)
    {
        long[] key = r.Ints("key");
        if (key.Length != 2) throw new TfException(StatusCode.InvalidArgument, "Key must have 2 elements");
        return text => SipHash.Of(text, (ulong)key[0], (ulong)key[1]);
    }

    private sealed class Bucket(Hash hash, ulong buckets) : Kernel
    {
        public override void Run(StepContext s)
        {
            byte[][] texts = s.Input(0).Strings;
            Span<long> numbers = s.OutputLike(0, s.Input(0)).Elements<long>();
            for (int i = 0; i < texts.Length; i++) numbers[i] = (long)(hash(texts[i]) % buckets);
        }
    }
}

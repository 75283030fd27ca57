using System.Globalization;
using System.Text;

namespace Weir.Ops;

/// <summary>The weights of classes that FixedUnigramCandidateSampler draws by: of an attribute or of a file.</summary>
/// <remarks>A line of the file ends with a weight behind a comma. Source: range_sampler.cc.</remarks>
internal static class FixedUnigrams
{
    public static Func<StepContext, RangeSampler> Make(KernelRequest r)
    {
        (long range, string file, double distortion) = (r.Int("range_max"), r.String("vocab_file"), r.Float("distortion"));
        (long reserved, long shards, long shard) = (r.Int("num_reserved_ids"), r.Int("num_shards"), r.Int("shard"));
        float[] unigrams = r.Attributes.Get<float[]>("unigrams");
        r.Ignore("unigrams");
        if (file.Length == 0 && unigrams.Length == 0) throw Error("Must provide either vocab_file or unigrams.");
        if (file.Length > 0 && unigrams.Length > 0) throw Error("Must only provide one of vocab_file and unigrams.");
        if (reserved < 0 || reserved > range) throw Error($"num_reserved_ids must be from 0 to range_max {range}, not {reserved}");
        if (shards < 1 || shard < 0 || shard >= shards) throw Error($"shard must be from 0 to num_shards {shards}, not {shard}");
        return s =>
        {
            List<float> weights = [];
            for (long id = 0; id < reserved; id++)
            {
                if (id % shards == shard) weights.Add(0);
            }

            long next = weights.Count;
            foreach (float weight in file.Length > 0 ? ReadFile(s, file) : unigrams)
            {
                if (next++ % shards == shard) weights.Add((float)Math.Pow(weight, distortion));
            }

            if (weights.Count != range) throw Error($"range is {range} must be equal to weights size  {weights.Count}");
            return new WeightedRangeSampler([.. weights]);
        };
    }

    private static IEnumerable<float> ReadFile(StepContext s, string path)
    {
        string text = Encoding.UTF8.GetString(s.Files.ReadAllBytes(path, s.Limits.MaxModelFileBytes));
        foreach (string line in text.Split('\n'))
        {
            if (line.Length == 0) continue;
            string weight = line[(line.LastIndexOf(',') + 1)..].Trim();
            yield return float.TryParse(weight, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : throw Error($"Wrong vocabulary format at line: {line}");
        }
    }

    private static TfException Error(string message) => new(StatusCode.InvalidArgument, message);
}

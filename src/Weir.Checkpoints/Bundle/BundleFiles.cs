using System.Globalization;
using System.Security.Cryptography;

namespace Weir.Bundles;

/// <summary>The names of a bundle's files.</summary>
internal static class BundleFiles
{
    public static string Index(string prefix) => prefix + ".index";

    public static string Data(string prefix, int shard, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}.data-{shard:D5}-of-{count:D5}");

    /// <summary>The name of a file until it is whole: TensorFlow's, and a mark, for TensorFlow does not lock what it writes.</summary>
    public static string Temporary(string path) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}.tempstate{BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)))}-weir");

    /// <summary>The folder that a path is in; empty for the current one.</summary>
    public static string Folder(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..Math.Max(slash, 1)] : "";
}

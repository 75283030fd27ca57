using Google.Protobuf.Reflection;

namespace Weir.Protos.Text;

/// <summary>Which message an Any's type URL names.</summary>
internal static class AnyType
{
    /// <summary>Null for a type that the registry lacks and for any prefix but protobuf's own two.</summary>
    public static MessageDescriptor? Find(string prefix, string typeName, TextFormatOptions options) =>
        prefix is "type.googleapis.com/" or "type.googleprod.com/"
            ? (options.AnyTypes ?? TextFormat.KnownMessages).Find(typeName)
            : null;
}

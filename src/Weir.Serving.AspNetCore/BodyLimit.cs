using Microsoft.AspNetCore.Http.Metadata;

namespace Weir;

/// <summary>How large the bodies of an endpoint's requests may be, in place of Kestrel's 30 MB.</summary>
/// <param name="bytes">Null: no limit but that of gRPC's messages.</param>
internal sealed class BodyLimit(long? bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => bytes;
}

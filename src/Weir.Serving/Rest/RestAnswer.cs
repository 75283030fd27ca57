using System.Buffers;
using Weir.Json;

namespace Weir.Rest;

/// <summary>The answer to a REST request.</summary>
/// <param name="Status">How it went; the transport makes an HTTP status of it.</param>
/// <param name="Body">JSON; empty in rare cases.</param>
internal readonly record struct RestAnswer(StatusCode Status, ReadOnlyMemory<byte> Body)
{
    public static RestAnswer Error(StatusCode status, string message)
    {
        ArrayBufferWriter<byte> body = new();
        ResultJson.WriteError(message, body);
        return new RestAnswer(status, body.WrittenMemory);
    }
}

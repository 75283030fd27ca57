using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Weir.Rest;

/// <summary>Carries REST requests from HTTP to the API and back.</summary>
internal sealed class RestEndpoint(RestApi api, ModelServerOptions options)
{
    /// <summary>The most that a gzip body may inflate to; TensorFlow Serving's limit.</summary>
    private const int MaxInflatedBytes = 100 << 20;

    public async Task HandleAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        context.Response.ContentType = "application/json";
        if (options.EnableCors) AllowOrigins(context.Response.Headers);
        RestAnswer answer;
        if (HttpMethods.IsOptions(request.Method))
        {
            bool hasOrigin = request.Headers.Origin.ToString() is { } origin && (origin.Contains("http://", StringComparison.Ordinal) || origin.Contains("https://", StringComparison.Ordinal));
            answer = new RestAnswer(hasOrigin ? StatusCode.Ok : StatusCode.FailedPrecondition, ReadOnlyMemory<byte>.Empty);
        }
        else
        {
            string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path;
            answer = await AnswerAsync(request, target, context.RequestAborted).ConfigureAwait(false);
        }

        context.Response.StatusCode = StatusMapping.ToHttp(answer.Status);
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<RestAnswer> AnswerAsync(HttpRequest request, string target, CancellationToken cancellation)
    {
        try
        {
            ReadOnlyMemory<byte> body = await ReadBodyAsync(request, cancellation).ConfigureAwait(false);
            return await api.AnswerAsync(request.Method, target, body, cancellation).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            return RestAnswer.Error(StatusCode.InvalidArgument, e.Message);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        bool isZipped = request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (!isZipped) return await ReadAsync(request.Body, request.ContentLength ?? 0, options.MaxRestBodyBytes, cancellation).ConfigureAwait(false) ?? default;
        try
        {
            await using GZipStream inflated = new(request.Body, CompressionMode.Decompress, leaveOpen: true);
            return await ReadAsync(inflated, 0, MaxInflatedBytes, cancellation).ConfigureAwait(false) ?? default;
        }
        catch (InvalidDataException)
        {
            // A body that can not be inflated reads as empty, as in TensorFlow Serving.
            return default;
        }
    }

    /// <returns>Null: there is more than the limit.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, long expected, int limit, CancellationToken cancellation)
    {
        const int Step = 64 << 10;
        ArrayBufferWriter<byte> body = new((int)Math.Clamp(expected + 1, 256, Math.Min(limit, 1 << 20)));
        while (true)
        {
            Memory<byte> room = body.GetMemory(body.FreeCapacity > 0 ? 1 : Step);
            int read = await stream.ReadAsync(room, cancellation).ConfigureAwait(false);
            if (read == 0) return body.WrittenMemory;
            body.Advance(read);
            if (body.WrittenCount > limit) return null;
        }
    }

    private static void AllowOrigins(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "POST, GET";
        headers.AccessControlAllowHeaders = "Content-Type";
    }
}

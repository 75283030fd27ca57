using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Weir.Cli.Serve;

/// <summary>The real server, asked over HTTP.</summary>
public sealed class RestTests(ServedModels models) : IClassFixture<ServedModels>
{
    private readonly ServerProcess server = models.Server;

    [Theory]
    [InlineData("v1/models/half_plus_two:predict", """{"instances": [1.0, 2.0, 5.0]}""", "{\n    \"predictions\": [2.5, 3.0, 4.5\n    ]\n}")]
    [InlineData("v1/models/half_plus_two/versions/123:predict", """{"inputs": {"x": [1]}}""", "{\n    \"outputs\": [\n        2.5\n    ]\n}")]
    [InlineData("V1/models/half_plus_two_pbtxt/labels/canary:predict", """{"instances": [{"x": [4]}]}""", "{\n    \"predictions\": [[4.0]\n    ]\n}")]
    public async Task Predictions_are_right_to_the_byte(string path, string body, string answer)
    {
        (HttpStatusCode code, string text, HttpContentHeaders headers) = await Post(path, body);
        Assert.Equal((HttpStatusCode.OK, answer, "application/json"), (code, text, headers.ContentType?.ToString()));
    }

    [Theory]
    [InlineData("v1/models/nope:predict", """{"instances": [1]}""", 404, "Servable not found for request: Latest(nope)")]
    [InlineData("v1/models/nope:predict", "", 400, "JSON Parse error: The document is empty")]
    [InlineData("v1/models/half_plus_two/versions/7:predict", """{"instances": [1]}""", 404, "Servable not found for request: Specific(half_plus_two, 7)")]
    [InlineData("v1/models/half_plus_two/labels/l:predict", """{"instances": [1]}""", 400, "Unrecognized servable version label: l")]
    [InlineData("v1/models/half_plus_two:predict", """{"signature_name": "s", "instances": [1]}""", 400, "Serving signature name: \"s\" not found in signature def")]
    [InlineData("v1/models/half_plus_two:PREDICT", "{}", 400, "Malformed request: POST /v1/models/half_plus_two:PREDICT")]
    [InlineData("v1/models/half_plus_two:predict?x=1", "{}", 400, "Malformed request: POST /v1/models/half_plus_two:predict?x=1")]
    [InlineData("v1/models/half_plus_two:classify", "{}", 400, "JSON Value: {} When method is classify, key 'examples' is expected and was not found")]
    public async Task Errors_have_a_status_and_a_body(string path, string body, int status, string message)
    {
        (HttpStatusCode code, string text, _) = await Post(path, body);
        Assert.Equal((status, message), ((int)code, JsonElement.Parse(text).GetProperty("error").GetString()));
        Assert.StartsWith("{\n    \"error\": \"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_too_large_has_an_empty_answer()
    {
        (HttpStatusCode code, string text, _) = await Post("v1/models/half_plus_two/versions/99999999999999999999:predict", "{}");
        Assert.Equal((HttpStatusCode.BadRequest, ""), (code, text));
    }

    [Fact]
    public async Task Status_and_metadata_are_JSON()
    {
        JsonElement status = JsonElement.Parse(await server.Rest.GetStringAsync("v1/models/multi_tags", TestContext.Current.CancellationToken));
        Assert.Equal("AVAILABLE", status.GetProperty("model_version_status")[0].GetProperty("state").GetString());
        JsonElement metadata = JsonElement.Parse(await server.Rest.GetStringAsync("v1/models/guide_builder/versions/123/metadata", TestContext.Current.CancellationToken));
        Assert.Equal("123", metadata.GetProperty("model_spec").GetProperty("version").GetString());
        Assert.NotEmpty(metadata.GetProperty("metadata").GetProperty("signature_def").GetProperty("signature_def").EnumerateObject());
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_malformed(string method)
    {
        using HttpResponseMessage response = await server.Rest.SendAsync(new HttpRequestMessage(new HttpMethod(method), "v1/models/m"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"Malformed request: {method} /v1/models/m", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_may_be_gzip()
    {
        Assert.Equal(HttpStatusCode.OK, (await PostZipped(Zip(Encoding.UTF8.GetBytes("""{"instances": [1]}""")))).Code);
        (HttpStatusCode code, string text) = await PostZipped([1, 2, 3]);
        Assert.Equal((HttpStatusCode.BadRequest, "{\n    \"error\": \"JSON Parse error: The document is empty\"\n}"), (code, text));
    }

    [Fact]
    public async Task A_gzip_bomb_reads_as_empty()
    {
        (HttpStatusCode code, string text) = await PostZipped(Zip(new byte[200 << 20]));
        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains("The document is empty", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"instances\":[")]
    public async Task Deep_nesting_is_refused(string start)
    {
        (HttpStatusCode code, string text, _) = await Post("v1/models/half_plus_two:predict", start + new string('[', 1_000_000));
        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains("Nesting is deeper than 256 levels.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_counted()
    {
        await Post("v1/models/half_plus_two:predict", """{"instances": [1]}""");
        using HttpResponseMessage response = await server.Rest.GetAsync("monitoring/prometheus/metrics", TestContext.Current.CancellationToken);
        string page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Matches("(?m)^# TYPE :tensorflow:serving:request_count counter$", page);
        Assert.Matches("(?m)^:tensorflow:serving:request_count{model_name=\"half_plus_two\",status=\"OK\"} [1-9]", page);
        Assert.Matches("(?m)^:tensorflow:serving:request_latency_bucket{model_name=\"half_plus_two\",API=\"predict\",entrypoint=\"REST\",le=\"\\+Inf\"} [1-9]", page);
    }

    private static byte[] Zip(byte[] plain)
    {
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Fastest)) gzip.Write(plain);
        return zipped.ToArray();
    }

    private async Task<(HttpStatusCode Code, string Text, HttpContentHeaders Headers)> Post(string path, string body)
    {
        HttpResponseMessage response = await server.Rest.PostAsync(path, new StringContent(body), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Content.Headers);
    }

    private async Task<(HttpStatusCode Code, string Text)> PostZipped(byte[] body)
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentEncoding.Add("gzip");
        HttpResponseMessage response = await server.Rest.PostAsync("v1/models/half_plus_two:predict", content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

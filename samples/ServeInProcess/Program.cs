// A web program of one's own that serves a model beside its own pages:
//   dotnet run --project samples/ServeInProcess -- samples/models/half_plus_two
//   curl -d '{"instances": [1.0, 2.0, 5.0]}' http://localhost:5000/v1/models/half_plus_two:predict
// With --once it asks itself and ends.
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Weir;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: ServeInProcess FOLDER [--once]");
    return 2;
}

bool once = args.Contains("--once");
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddModelServer(server => server.Models.Add(new ServedModel("half_plus_two", Path.GetFullPath(args[0]))));

// gRPC needs HTTP/2, which without TLS is spoken on an endpoint of its own.
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Listen(IPAddress.Loopback, once ? 0 : 5000);
    kestrel.Listen(IPAddress.Loopback, once ? 0 : 5001, endpoint => endpoint.Protocols = HttpProtocols.Http2);
});
await using WebApplication app = builder.Build();
app.MapGet("/", context => context.Response.WriteAsync("A page of the program itself."));
app.MapModelServer();
if (!once)
{
    await app.RunAsync();
    return 0;
}

await app.StartAsync();
using HttpClient client = new();
HttpResponseMessage answer = await client.PostAsync($"{app.Urls.First()}/v1/models/half_plus_two:predict", new StringContent("""{"instances": [1.0, 2.0, 5.0]}"""));
Console.WriteLine(await answer.Content.ReadAsStringAsync());
await app.StopAsync();
return 0;

using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Weir.Protos.Serving;

namespace Weir.Benchmarks.Server;

/// <summary>
/// What a gRPC Predict of half_plus_two costs the server in processor time, beside an empty gRPC method that carries the same bytes. The server is a process
/// of its own; this one is the client, and sends raw bytes to both.
/// </summary>
internal static class ServerBenchmarks
{
    /// <summary>The argument that makes this program the server.</summary>
    public const string OtherProcess = "server-process";

    private const int Calls = 20_000;
    private const int InFlight = 4;
    private const int Rounds = 9;

    private static readonly Method<byte[], byte[]> Predict = new(
        MethodType.Unary, "tensorflow.serving.PredictionService", "Predict", EmptyService.Bytes, EmptyService.Bytes);

    private static byte[] Request
    {
        get
        {
            using Tensor x = Tensor.From(1f, 2f, 5f);
            PredictRequest request = new() { ModelSpec = new ModelSpec { Name = "half_plus_two" } };
            request.Inputs.Add("x", TensorProtoCodec.Encode(x));
            return request.ToByteArray();
        }
    }

    private static byte[] Answer
    {
        get
        {
            using Tensor y = Tensor.From(2.5f, 3f, 4.5f);
            PredictResponse response = new() { ModelSpec = new ModelSpec { Name = "half_plus_two", Version = 1, SignatureName = "serving_default" } };
            response.Outputs.Add("y", TensorProtoCodec.Encode(y));
            return response.ToByteArray();
        }
    }

    public static async Task RunAsync()
    {
        using Process server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [OtherProcess, ModelFolder()]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        try
        {
            string address = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
            using GrpcChannel channel = GrpcChannel.ForAddress(address);
            CallInvoker invoker = channel.CreateCallInvoker();
            byte[] request = Request;
            if (!(await invoker.AsyncUnaryCall(Predict, null, default, request)).AsSpan().SequenceEqual(Answer)) throw new InvalidOperationException("Predict does not answer what the empty method does.");
            await ProcessorTimeAsync(server, invoker, EmptyService.Method, request);
            await ProcessorTimeAsync(server, invoker, Predict, request);
            List<double> empty = [], predict = [], ratios = [];
            for (int round = 0; round < Rounds; round++)
            {
                empty.Add(await ProcessorTimeAsync(server, invoker, EmptyService.Method, request));
                predict.Add(await ProcessorTimeAsync(server, invoker, Predict, request));
                ratios.Add(predict[^1] / empty[^1]);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"empty method {Median(empty):F1} us, Predict {Median(predict):F1} us of the server's processor time a call; ratio {Median(ratios):F2} (median of {Rounds} pairs of {Calls} calls, {InFlight} in flight)"));
        }
        finally
        {
            server.StandardInput.Close();
            if (!server.WaitForExit(10_000)) server.Kill();
        }
    }

    /// <summary>The other process: serves until its input ends.</summary>
    public static async Task ServeAsync(string folder)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddModelServer(options => options.Models.Add(new ServedModel("half_plus_two", folder)));
        builder.Services.AddSingleton(new EmptyService(Answer)).AddSingleton<IServiceMethodProvider<EmptyService>, EmptyServiceMethods>();
        await using WebApplication app = builder.Build();
        app.UseRouting();
        app.MapModelServer();
        app.MapGrpcService<EmptyService>();
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    /// <summary>Microseconds of the server's processors for one call.</summary>
    private static async Task<double> ProcessorTimeAsync(Process server, CallInvoker invoker, Method<byte[], byte[]> method, byte[] request)
    {
        server.Refresh();
        TimeSpan before = server.TotalProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            for (int i = 0; i < Calls / InFlight; i++) await invoker.AsyncUnaryCall(method, null, default, request);
        }));
        server.Refresh();
        return (server.TotalProcessorTime - before).TotalMicroseconds / Calls;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string ModelFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("Weir.slnx"), "samples", "models", "half_plus_two");
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Weir.Protos.Serving;

namespace Weir.Cli.Serve;

/// <summary>The real program serving on ports of its own, as a process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly List<string> log = [];
    private readonly GrpcChannel channel;
    private readonly PredictionService.PredictionServiceClient predictions;
    private readonly ModelService.ModelServiceClient models;

    private ServerProcess(Process process, int grpcPort, int restPort)
    {
        this.process = process;
        channel = GrpcChannel.ForAddress($"http://localhost:{grpcPort}", new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        predictions = new PredictionService.PredictionServiceClient(channel);
        models = new ModelService.ModelServiceClient(channel);
        Rest = new HttpClient { BaseAddress = new Uri($"http://localhost:{restPort}/") };
        Ports = (grpcPort, restPort);
    }

    public HttpClient Rest { get; }

    public (int Grpc, int Http) Ports { get; }

    /// <summary>What it has said so far.</summary>
    public string Log
    {
        get
        {
            lock (log) return string.Join('\n', log);
        }
    }

    public int Id => process.Id;

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="flags">Beside the ports.</param>
    public static async Task<ServerProcess> StartAsync(params string[] flags)
    {
        while (true)
        {
            (int grpc, int rest) = FreePorts();
            ServerProcess server = new(Launch(["serve", $"--port={grpc}", $"--rest_api_port={rest}", .. flags]), grpc, rest);
            if (await server.ListensAsync()) return server;
            string said = server.Log;
            await server.DisposeAsync();
            // Between looking for a free port and taking it another program may have been faster.
            if (!said.Contains("in use", StringComparison.Ordinal)) throw new InvalidOperationException(said);
        }
    }

    /// <summary>Two ports that nobody listens on at this moment: the flags have no way to ask for any port, for 0 means none.</summary>
    public static (int Grpc, int Http) FreePorts()
    {
        using TcpListener first = new(IPAddress.IPv6Any, 0), second = new(IPAddress.IPv6Any, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    /// <summary>Asks it to stop, as a container's host does.</summary>
    public void Terminate() => Assert.Equal(0, Signal(process.Id, SigTerm));

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>Waits for something that the server is about to do.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > Patience) throw new TimeoutException(Log);
            await Task.Delay(20);
        }
    }

    public async Task<PredictResponse> PredictAsync(PredictRequest request, DateTime? deadline = null)
    {
        try
        {
            return await predictions.PredictAsync(request, deadline: deadline, cancellationToken: TestContext.Current.CancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == Grpc.Core.StatusCode.Unknown)
        {
            throw new InvalidOperationException(Log, e); // An error that the server did not expect: its log says which.
        }
    }

    /// <summary>Sends bytes as the request of a method, whatever they are.</summary>
    public async Task<byte[]> SendAsync(string service, string method, byte[] request)
    {
        Marshaller<byte[]> raw = Marshallers.Create(static bytes => bytes, static bytes => bytes);
        using AsyncUnaryCall<byte[]> call = channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<byte[], byte[]>(MethodType.Unary, service, method, raw, raw), null, new CallOptions(cancellationToken: TestContext.Current.CancellationToken), request);
        return await call;
    }

    public async Task<GetModelMetadataResponse> MetadataAsync(GetModelMetadataRequest request) =>
        await predictions.GetModelMetadataAsync(request, cancellationToken: TestContext.Current.CancellationToken);

    public async Task<ReloadConfigResponse> ReloadAsync(ReloadConfigRequest request) =>
        await models.HandleReloadConfigRequestAsync(request, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The state of a version; null: the server does not know it.</summary>
    public async Task<ModelVersionStatus.Types.State?> StateAsync(string model, long version)
    {
        GetModelStatusResponse response = await models.GetModelStatusAsync(
            new GetModelStatusRequest { ModelSpec = new ModelSpec { Name = model } }, cancellationToken: TestContext.Current.CancellationToken);
        return response.ModelVersionStatus.FirstOrDefault(status => status.Version == version)?.State;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        channel.Dispose();
        Rest.Dispose();
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);

    private static Process Launch(string[] args) =>
        Process.Start(new ProcessStartInfo(WeirProcess.Executable, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;

    private async Task<bool> ListensAsync()
    {
        TaskCompletionSource<bool> listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log) log.Add(line.Data ?? "");
            if (line.Data is null) listens.TrySetResult(false);
            else if (line.Data.Contains("Stop with Ctrl-C", StringComparison.Ordinal)) listens.TrySetResult(true);
        };
        process.BeginErrorReadLine();
        return await listens.Task.WaitAsync(Patience);
    }
}

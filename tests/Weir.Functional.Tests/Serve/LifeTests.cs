using System.Net.Sockets;

namespace Weir.Cli.Serve;

/// <summary>How the program begins and ends.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task Without_a_model_it_serves_the_sample_and_says_how_to_ask()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        HttpResponseMessage response = await server.Rest.PostAsync(
            "v1/models/half_plus_two:predict", new StringContent("""{"instances": [1.0, 2.0, 5.0]}"""), TestContext.Current.CancellationToken);
        Assert.Equal("{\n    \"predictions\": [2.5, 3.0, 4.5\n    ]\n}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"http://localhost:{server.Ports.Http}/v1/models/half_plus_two:predict", server.Log, StringComparison.Ordinal);
    }

    /// <summary>A request whose body is still on its way when the signal comes is answered, and then the process ends well.</summary>
    [Fact]
    public async Task A_signal_ends_it_after_the_requests_that_have_begun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals on Windows.");
        await using ServerProcess server = await ServerProcess.StartAsync();
        using TcpClient client = new();
        await client.ConnectAsync("localhost", server.Ports.Http, TestContext.Current.CancellationToken);
        await using NetworkStream stream = client.GetStream();
        string body = """{"instances": [1.0]}""";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /v1/models/half_plus_two:predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body[..5]}"), TestContext.Current.CancellationToken);
        await server.UntilAsync(async () => (await server.Rest.GetAsync("v1/models/half_plus_two", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        server.Terminate();
        await server.UntilAsync(() => Task.FromResult(server.Log.Contains("Stopping", StringComparison.Ordinal)));
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(body[5..]), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Contains("Unloaded servable {name: half_plus_two version: 1}", server.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nonsense", "weir: ")]
    [InlineData("--port=x", "weir: --port=x is not a whole number that fits")]
    [InlineData("--port=70000", "weir: --port=70000 is no port")]
    [InlineData("--enable_batching=maybe", "weir: --enable_batching=maybe is not true or false")]
    [InlineData("--enable_batching", "weir: --enable_batching is not available yet")]
    [InlineData("--ssl_config_file=x", "weir: --ssl_config_file is not available yet")]
    [InlineData("--model_config_file=/nowhere/models.config", "weir: ")]
    public async Task Bad_flags_are_one_line_and_exit_code_1(string flag, string start)
    {
        (int code, string output, string error) = await WeirProcess.Run(WeirProcess.Executable, Path.GetTempPath(), "serve", flag);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(start, error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_in_use_is_told()
    {
        using TcpListener taken = new(System.Net.IPAddress.IPv6Any, 0);
        taken.Server.DualMode = true;
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        (int code, _, string error) = await WeirProcess.Run(WeirProcess.Executable, Path.GetTempPath(), "serve", $"--port={port}", "--rest_api_port=0");
        Assert.Equal(1, code);
        Assert.Contains("address already in use", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_can_not_be_loaded_is_told()
    {
        using ModelFolder folder = new();
        folder.AddText("1", "nonsense");
        (int code, _, string error) = await WeirProcess.Run(
            WeirProcess.Executable, folder.Path, "serve", $"--model_base_path={folder.Path}", "--max_num_load_retries=0", "--port=1");
        Assert.Equal(1, code);
        Assert.Contains("1 model(s) did not become available: {{{name: default version: 1} due to error: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_TensorFlow_Servings_name_it_is_that_program()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using ModelFolder folder = new();
        string link = Path.Combine(folder.Path, ProgramName.ModelServer);
        File.CreateSymbolicLink(link, WeirProcess.Executable);
        (int code, string output, string error) = await WeirProcess.Run(link, folder.Path);
        Assert.Equal((255, ""), (code, output));
        Assert.Equal("Failed to start server. Error: INVALID_ARGUMENT: Both server_options.model_base_path and server_options.model_config_file are empty!\n", error);
        (code, output, error) = await WeirProcess.Run(link, folder.Path, "--help");
        Assert.Equal((0, ""), (code, error));
        Assert.All(ServeFlags.All, flag => Assert.Contains($"--{flag.Name}=", output, StringComparison.Ordinal));
        (code, output, _) = await WeirProcess.Run(link, folder.Path, "--version");
        Assert.Equal(0, code);
        Assert.StartsWith("TensorFlow ModelServer: ", output, StringComparison.Ordinal);
        (code, _, error) = await WeirProcess.Run(link, folder.Path, "--nonsense=1");
        Assert.Equal((255, "Failed to start server. Error: INVALID_ARGUMENT: unknown argument: --nonsense (see --help)\n"), (code, error));
    }

    [Fact]
    public void There_are_48_flags_and_one_of_our_own() => Assert.Equal(48 + 1, ServeFlags.All.Select(flag => flag.Name).Distinct().Count());

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("--tensorflow_session_parallelism=3", 3, 3)]
    [InlineData("--tensorflow_session_parallelism=3 --tensorflow_inter_op_parallelism=1", 3, 1)]
    [InlineData("--tensorflow_intra_op_parallelism=2 --tensorflow_inter_op_parallelism=99999999999", 2, int.MaxValue)]
    [InlineData("--tensorflow_intra_op_parallelism=-1", 0, 0)]
    public void Threads_are_those_of_the_flags(string flags, int intra, int inter)
    {
        ModelServerOptions options = new();
        ServeSettings.Read(FlagValues.Parse(flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)), offersSample: true, new CliContext(TextWriter.Null, TextWriter.Null, Path.GetTempPath())).Apply(options);
        Assert.Equal((intra, inter), (options.IntraOpThreads, options.InterOpThreads));
    }

    [Theory]
    [InlineData("map")]
    [InlineData("map_verified")]
    public async Task Variables_may_be_views_of_the_files(string mode)
    {
        using ModelFolder folder = new();
        folder.Add("1", "saved_models/half_plus_two");
        await using ServerProcess server = await ServerProcess.StartAsync($"--model_base_path={folder.Path}", "--model_name=m", $"--restore_mode={mode}");
        HttpResponseMessage response = await server.Rest.PostAsync("v1/models/m:predict", new StringContent("""{"instances": [1.0, 2.0]}"""), TestContext.Current.CancellationToken);
        Assert.Equal("{\n    \"predictions\": [2.5, 3.0\n    ]\n}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_way_to_restore_is_refused()
    {
        (int code, _, string error) = await WeirProcess.Run(WeirProcess.Executable, Path.GetTempPath(), "serve", "--restore_mode=lazy");
        Assert.NotEqual(0, code);
        Assert.Contains("--restore_mode=lazy is not read, map or map_verified", error, StringComparison.Ordinal);
    }
}

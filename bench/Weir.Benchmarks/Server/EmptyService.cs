using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Weir.Benchmarks.Server;

/// <summary>A gRPC service that does nothing: it takes a message's bytes unread and answers with the same bytes every time.</summary>
internal sealed class EmptyService(byte[] answer)
{
    public static Marshaller<byte[]> Bytes { get; } = Marshallers.Create((message, context) => context.Complete(message), context => context.PayloadAsNewBuffer());

    public static Method<byte[], byte[]> Method { get; } = new(MethodType.Unary, "bench.Empty", "Call", Bytes, Bytes);

    public Task<byte[]> Call() => Task.FromResult(answer);
}

/// <summary>Tells ASP.NET of the service's one method.</summary>
internal sealed class EmptyServiceMethods : IServiceMethodProvider<EmptyService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<EmptyService> context) =>
        context.AddUnaryMethod(EmptyService.Method, [], (service, _, _) => service.Call());
}

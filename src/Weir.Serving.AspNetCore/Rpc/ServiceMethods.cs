using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Weir.Rpc;

/// <summary>Adds a service's methods, by the descriptor of its file. Bytes that are no message are the client's mistake: INVALID_ARGUMENT.</summary>
/// <remarks>The methods that Grpc.Tools generates leave what the parser throws to the server, whose answer is UNKNOWN.</remarks>
internal sealed class ServiceMethods<[DynamicallyAccessedMembers(Members)] TService>(ServiceMethodProviderContext<TService> context, ServiceDescriptor service)
    where TService : class
{
    /// <summary>What the server asks of a service's type, so that trimming leaves it.</summary>
    private const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    /// <summary>Adds a method by which one message is answered with another.</summary>
    public void Add<TRequest, TResponse>(string name, MessageParser<TRequest> requests, MessageParser<TResponse> responses, UnaryServerMethod<TService, TRequest, TResponse> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        context.AddUnaryMethod(new Method<TRequest, TResponse>(MethodType.Unary, service.FullName, name, Marshaller(requests), Marshaller(responses)), [], answer);

    private static Marshaller<T> Marshaller<T>(MessageParser<T> parser)
        where T : class, IMessage<T> => Marshallers.Create(Write, context => Read(context, parser));

    private static void Write<T>(T message, SerializationContext context)
        where T : IMessage<T>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    private static T Read<T>(DeserializationContext context, MessageParser<T> parser)
        where T : IMessage<T>
    {
        try
        {
            return MessageBytes.Parse(parser, context.PayloadAsReadOnlySequence());
        }
        catch (TfException e)
        {
            throw new RpcException(StatusMapping.ToGrpc(e.Code, $"The request is no {typeof(T).Name}: {e.Message}"));
        }
    }
}

using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The server's side of typed messages: answers an order with one in the same codec.</summary>
[BindServiceMethod(typeof(OrderMethods), nameof(OrderMethods.Bind))]
internal class OrderService(EndpointSettings settings)
{
    private readonly ServerWork _work = new(settings.ServerWork);

    // The library takes only methods that could be those of a generated base class: virtual ones (BinderServiceMethodProvider).
    public virtual Task<IOrder> AnswerJson(IOrder request, ServerCallContext context) => AnswerAsync(request, Codec.Json);

    public virtual Task<IOrder> AnswerProtobuf(IOrder request, ServerCallContext context) => AnswerAsync(request, Codec.Protobuf);

    private Task<IOrder> AnswerAsync(IOrder request, Codec codec)
    {
        try
        {
            var answer = MessageCodec.Of(codec)!.Answer(request, settings.VerifyContent);
            _work.Do();
            return Task.FromResult(answer);
        }
        catch (BadResponseException error)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, error.Message));
        }
    }
}

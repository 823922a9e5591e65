using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.Grpc;

/// <summary>
/// The service of typed messages: one unary method a codec, as gRPC's compiler would write it, with the codec as marshaller. In Protobuf
/// that is what the compiler generates; gRPC carries JSON just as well (grpc.io, "gRPC + JSON").
/// </summary>
internal static class OrderMethods
{
    private const string Service = "protobench.v1.Orders";

    private static readonly Method<IOrder, IOrder> Json = Create(nameof(OrderService.AnswerJson), MessageCodec.Of(Codec.Json)!);
    private static readonly Method<IOrder, IOrder> Protobuf = Create(nameof(OrderService.AnswerProtobuf), MessageCodec.Of(Codec.Protobuf)!);

    /// <summary>What a client calls.</summary>
    public static Method<IOrder, IOrder> Of(MessageCodec codec) => codec is JsonCodec ? Json : Protobuf;

    /// <summary>Found by the library through the service's attribute.</summary>
    public static void Bind(ServiceBinderBase binder, OrderService service)
    {
        binder.AddMethod(Json, service is null ? null! : service.AnswerJson);
        binder.AddMethod(Protobuf, service is null ? null! : service.AnswerProtobuf);
    }

    private static Method<IOrder, IOrder> Create(string name, MessageCodec codec)
    {
        // What a request or a response is made of is given back as soon as it is encoded.
        var marshaller = new Marshaller<IOrder>(
            (order, context) =>
            {
                if (codec.LengthOf(order) is { } length)
                {
                    context.SetPayloadLength(length);
                }

                codec.Encode(order, context.GetBufferWriter());
                codec.Return(order);
                context.Complete();
            },
            context => codec.Decode(context.PayloadAsReadOnlySequence()));
        return new Method<IOrder, IOrder>(MethodType.Unary, Service, name, marshaller, marshaller);
    }
}

using ProtoBench.Contract;
using ProtoBench.Protocols.Grpc.V1;

namespace ProtoBench.Protocols.Grpc;

/// <summary>What the response to an exchange must hold.</summary>
internal static class GrpcReply
{
    /// <exception cref="BadResponseException">Another length than was asked for, or wrong content where it is looked at.</exception>
    public static void Check(ExchangeReply reply, int responseBytes, bool verify)
    {
        Payload.VerifyIf(verify, reply.Payload.Span);

        if (reply.Payload.Length != responseBytes)
        {
            throw new BadResponseException($"the response has {reply.Payload.Length} bytes, asked for were {responseBytes}");
        }
    }
}

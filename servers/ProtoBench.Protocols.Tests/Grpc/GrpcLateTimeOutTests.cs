using Grpc.Core;
using ProtoBench.Protocols.Grpc;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>A server whose timer fires first resets the stream; the client then has to know by itself that the time is over.</summary>
public sealed class GrpcLateTimeOutTests
{
    private static readonly RpcException Reset = new(
        new Status(StatusCode.Unavailable, "Error reading next message.", new IOException("The request was aborted.")));

    [Fact]
    public void A_reset_after_the_deadline_is_a_time_out()
    {
        var error = GrpcFailure.Translate(Reset, carrier: null!, CancellationToken.None, DateTime.UtcNow.AddMilliseconds(-1));

        Assert.StartsWith("grpc-status 4 (DEADLINE_EXCEEDED)", Assert.IsType<TimeoutException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_has_said_itself_is_none_however_late()
    {
        var said = new RpcException(new Status(StatusCode.Internal, "out of order"));

        Assert.False(GrpcFailure.IsServersTimeOut(said, DateTime.UtcNow.AddMilliseconds(-1)));
    }

    [Fact]
    public void A_reset_before_the_deadline_or_without_one_is_none()
    {
        Assert.False(GrpcFailure.IsServersTimeOut(Reset, DateTime.UtcNow.AddHours(1)));
        Assert.False(GrpcFailure.IsServersTimeOut(Reset, null));
    }
}

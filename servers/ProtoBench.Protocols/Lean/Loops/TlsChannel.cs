using System.Net.Security;
using System.Runtime.CompilerServices;

namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>A channel inside TLS, after its handshake.</summary>
internal sealed class TlsChannel(LoopSocket socket, SslStream tls) : LeanChannel(socket)
{
    // As many records of 16 KiB (RFC 8446, 5.1) as SslStream hands out at once.
    private const int ReadBytes = 32 * 1024;

    public override bool Send(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        var sending = SendAsync(first, second);
        if (sending.IsCompleted)
        {
            sending.GetAwaiter().GetResult();
            return true;
        }

        _ = TellAsync(sending);
        return false;
    }

    protected override void Begin() => _ = PumpAsync();

    private static bool IsLoss(Exception error) => error is IOException or ObjectDisposedException or InvalidOperationException;

    private async Task PumpAsync()
    {
        var buffer = new byte[ReadBytes];
        Exception? end = null;
        while (true)
        {
            int received;
            try
            {
                received = await tls.ReadAsync(buffer).ConfigureAwait(false);
            }
            catch (Exception error) when (IsLoss(error))
            {
                end = error;
                break;
            }

            if (received == 0)
            {
                break;
            }

            User.Received(buffer.AsSpan(0, received));
            User.Rest();
        }

        Transport.End();
        User.Ended(end);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        try
        {
            await tls.WriteAsync(first).ConfigureAwait(false);
            if (!second.IsEmpty)
            {
                await tls.WriteAsync(second).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            // Whoever reads is told.
        }
    }

    private async Task TellAsync(ValueTask sending)
    {
        await sending.ConfigureAwait(false);
        await Loop.EnterAsync();
        User.Sent();
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>
/// A server that speaks HTTP/2 frame by frame as a test says, right or wrong, and cuts what it sends where the test says.
/// </summary>
internal sealed class Http2Script : IAsyncDisposable
{
    private const int HeaderBytes = 9;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public Http2Script(Func<Http2Script, Task> play)
    {
        _listener.Start();
        _serving = ServeAsync(play);
    }

    public EndPoint EndPoint => _listener.LocalEndpoint;

    /// <summary>Bytes of a write; by default all at once.</summary>
    public int PieceBytes { get; set; } = int.MaxValue;

    /// <summary>Everything the client has sent so far but its preface, by kind and stream.</summary>
    public List<(byte Type, byte Flags, int Stream, byte[] Payload)> Seen { get; } = [];

    private NetworkStream Stream { get; set; } = null!;

    public async Task SendAsync(byte type, byte flags, int stream, params byte[] payload)
    {
        var frame = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, ((uint)payload.Length << 8) | type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, HeaderBytes);
        for (var sent = 0; sent < frame.Length;)
        {
            var piece = Math.Min(PieceBytes, frame.Length - sent);
            await Stream.WriteAsync(frame.AsMemory(sent, piece));
            sent += piece;
            if (PieceBytes < frame.Length)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Reads on until the client sends a frame of one of these kinds, and returns it.</summary>
    public async Task<(byte Type, byte Flags, int Stream, byte[] Payload)> UntilAsync(params byte[] types)
    {
        while (true)
        {
            var header = new byte[HeaderBytes];
            await Stream.ReadExactlyAsync(header);
            var payload = new byte[(int)(BinaryPrimitives.ReadUInt32BigEndian(header) >> 8)];
            await Stream.ReadExactlyAsync(payload);
            Seen.Add((header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload));
            if (types.Contains(header[3]))
            {
                return Seen[^1];
            }
        }
    }

    /// <summary>
    /// Reads on until the client refuses what it got: with RST_STREAM, with GOAWAY, or so fast that its reset overtakes that.
    /// </summary>
    public async Task UntilRefusedAsync()
    {
        const byte reset = 3;
        const byte goAway = 7;
        try
        {
            await UntilAsync(goAway, reset);
        }
        catch (IOException error) when (error.InnerException is SocketException)
        {
            // Overtaken.
        }
    }

    /// <summary>Reads on until the client has gone.</summary>
    public async Task UntilGoneAsync()
    {
        try
        {
            await UntilAsync();
        }
        catch (IOException)
        {
            // It has.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving.Limited();
    }

    private async Task ServeAsync(Func<Http2Script, Task> play)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        client.NoDelay = true;
        Stream = client.GetStream();
        await Stream.ReadExactlyAsync(new byte[24]);
        await play(this);
    }
}

using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>
/// A connection of HTTP/2 on which many exchanges overlap. What a read brings is taken apart under one lock; then the callers whose
/// responses are complete go on, one after the other on the loop's thread; then all that they have asked meanwhile leaves in one call.
/// </summary>
internal sealed class Http2Connection : INoticedConnection, IRequestConnection, IPhasedConnection, IPacedConnection, IChannelUser, ILoopWork
{
    // "PRI * HTTP/2.0" and so on (RFC 9113, 3.4).
    private static readonly byte[] Magic = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly Lock _gate = new();
    private readonly LeanChannel _channel;
    private readonly ILeanCalls? _calls;
    private readonly RequestCache _requests;
    private readonly SendQueue _sending;
    private readonly StreamTable _streams;
    private readonly ServerFrames _received;
    private readonly FrameReader _frames;
    private Exception? _end;
    private bool _over;
    private bool _flies;
    private bool _gathers;
    private bool _continues;

    // On the loop's thread only.
    private bool _putOff;

    /// <param name="channel">To the server.</param>
    /// <param name="peer">The server.</param>
    /// <param name="calls">How exchanges are made calls; null: they are requests.</param>
    public Http2Connection(LeanChannel channel, LeanPeer peer, ILeanCalls? calls = null)
    {
        (_channel, _calls) = (channel, calls);
        (Facts, Phases) = (peer.Facts, peer.Phases);
        _requests = new RequestCache(calls);
        _sending = new SendQueue(new HeaderBlocks(peer.Scheme, peer.Authority));
        Spare = new SpareStreams(() => new LeanStream(this, peer.Verifies, calls));
        _streams = new StreamTable(_sending, Notices);
        _received = new ServerFrames(_sending, _streams, Notices);
        _frames = new FrameReader(_received);
        WritePreface();
    }

    public ConnectionFacts Facts { get; }

    public ServerNotices Notices { get; } = new();

    public ConnectionPhases Phases { get; }

    public bool AwaitsContent => !_over && _received.EndsWithHead;

    public bool Overlaps => !_over && !_sending.IsEmpty && _streams.OpenCount > _sending.Unsent;

    public EventLoop Loop => _channel.Loop;

    public SpareStreams Spare { get; }

    /// <summary>Begins to talk, once and after the channel was started.</summary>
    public void Start() => Flush();

    public ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken)
    {
        MessageLimits.Check(request.Length, responseBytes, ProtocolTraits.LargestMessageBytes);
        cancellationToken.ThrowIfCancellationRequested();
        var stream = Start(null, responseBytes, request, cancellationToken);
        return new ValueTask(stream, stream.Version);
    }

    public ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var stream = Start(request, 0, LeanRequest.BodyOf(request), cancellationToken);
        return new ValueTask<Reply>(stream, stream.Version);
    }

    public ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw LeanPeer.NoTransfers();

    public ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken) =>
        throw LeanPeer.NoTransfers();

    public ValueTask DisposeAsync()
    {
        _channel.Close();
        return ValueTask.CompletedTask;
    }

    public void Pace(IPacer pacer) => Loop.Pace(pacer);

    // What was put off is sent.
    void ILoopWork.Run()
    {
        _putOff = false;
        Flush();
    }

    /// <summary>Ends an exchange whose caller's token is cancelled. On the loop's thread.</summary>
    public void GiveUp(LeanStream stream)
    {
        lock (_gate)
        {
            if (!stream.IsUnderWay || !stream.Limit.Token.IsCancellationRequested)
            {
                return;
            }

            _streams.Reset(stream, ErrorCode.Cancel, new OperationCanceledException("the exchange was given up", stream.Limit.Token));
        }

        Flush();
        Continue();
    }

    void IChannelUser.Received(ReadOnlySpan<byte> bytes)
    {
        Http2Exception? broken = null;
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            _gathers = true;
            try
            {
                _frames.Read(bytes);
            }
            catch (Http2Exception error)
            {
                broken = error;
            }
        }

        if (broken is not null)
        {
            Break(broken);
            return;
        }

        Continue();
        lock (_gate)
        {
            _gathers = false;
            _sending.Fill();
        }
    }

    void IChannelUser.Rest() => Flush();

    void IChannelUser.Sent()
    {
        lock (_gate)
        {
            _flies = false;
            _sending.Fill();
        }

        Flush();
    }

    void IChannelUser.Ended(Exception? error)
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            EndAll(error, stream => _received.GoAwayError is { } name
                ? new IOException($"the server has ended the connection with GOAWAY and {name}")
                : Endings.Cut(error, stream.FirstByteAt > 0 || stream.HasHead));
        }

        Continue();
    }

    // What this side takes (RFC 9113, 3.4). It lies ready before anything can be read: the answer to a server that speaks first must not
    // overtake it.
    private void WritePreface()
    {
        var frames = _sending.Frames;
        frames.Write(Magic);
        Span<byte> settings = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(settings, (ushort)Setting.EnablePush);
        BinaryPrimitives.WriteUInt32BigEndian(settings[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(settings[6..], (ushort)Setting.InitialWindowSize);
        BinaryPrimitives.WriteUInt32BigEndian(settings[8..], Http2Windows.StreamBytes);
        frames.Frame(FrameType.Settings, FrameFlags.None, 0, settings);
        frames.Number(FrameType.WindowUpdate, 0, Http2Windows.ConnectionBytes - Http2Windows.InitialBytes);
    }

    private LeanStream Start(UserRequest? user, int responseBytes, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var stream = Spare.Take();
        stream.Limit.Watch(cancellationToken);
        lock (_gate)
        {
            if (_over || Notices.Closing is not null || _received.GoAwayError is not null)
            {
                Spare.Return(stream);
                throw Refuse();
            }

            Begin(stream, user, responseBytes, body);
            _streams.Start(stream);
        }

        FlushSoon();

        // Cancelled while this began: whoever did it may have found nothing under way.
        if (cancellationToken.IsCancellationRequested)
        {
            Loop.Post(stream);
        }

        return stream;
    }

    private void Begin(LeanStream stream, UserRequest? user, int responseBytes, ReadOnlyMemory<byte> body)
    {
        LeanRequest request;
        try
        {
            request = user is null ? _requests.Exchange(body.Length, responseBytes) : _requests.Of(user);
        }
        catch
        {
            Spare.Return(stream);
            throw;
        }

        var content = _calls is null ? body
            : user is null ? stream.Pack(_calls, body.Span, responseBytes)
            : request.Content;
        stream.Begin(request, content, timed: user is not null);
    }

    private ConnectionEndedException Refuse() => _received.GoAwayError is { } name
        ? ServerFrames.Unread(name)
        : Endings.Refuse(Notices.Closing, _end);

    private void FlushSoon()
    {
        if (Loop.IsCurrent && (_putOff || Loop.TryPutOff(this)))
        {
            _putOff = true;
            return;
        }

        Flush();
    }

    /// <summary>Sends what waits, unless a read is being worked off, which sends it at its end, or somebody else sends it.</summary>
    private void Flush()
    {
        ReadOnlyMemory<byte> frames;
        lock (_gate)
        {
            if (_flies || _gathers || _sending.IsEmpty)
            {
                return;
            }

            _flies = true;
            frames = _sending.Take();
        }

        while (_channel.Send(frames, default))
        {
            lock (_gate)
            {
                _sending.Fill();
                if (_gathers || _sending.IsEmpty)
                {
                    _flies = false;
                    return;
                }

                frames = _sending.Take();
            }
        }
    }

    /// <summary>Continues those whose exchanges are over. On the loop's thread, without the lock.</summary>
    private void Continue()
    {
        if (_continues)
        {
            // One of them has closed the connection: whoever calls them goes on.
            return;
        }

        _continues = true;
        while (_streams.Finished.TryDequeue(out var stream))
        {
            stream.Complete();
        }

        _continues = false;
    }

    private void Break(Http2Exception broken)
    {
        lock (_gate)
        {
            Span<byte> goAway = stackalloc byte[8];
            BinaryPrimitives.WriteUInt32BigEndian(goAway[4..], broken.Code);
            _sending.Frames.Frame(FrameType.GoAway, FrameFlags.None, 0, goAway);
            var error = new BadResponseException(broken.Message);
            EndAll(error, _ => error);
            _gathers = false;
        }

        Flush();
        _channel.Close();
        Continue();
    }

    private void EndAll(Exception? end, Func<LeanStream, Exception> failure)
    {
        (_over, _end) = (true, end);
        _streams.FailAll(failure, () => Refuse());
    }
}

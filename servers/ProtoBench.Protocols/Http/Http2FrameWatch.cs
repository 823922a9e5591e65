using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Http2;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// Looks at the frames a server sends (RFC 9113, 4.1) as they pass by, for the two that HttpClient keeps to itself: SETTINGS, which limit
/// the streams, and GOAWAY. It steps from frame to frame and copies nothing but nine bytes of a header that a read has cut.
/// </summary>
internal sealed class Http2FrameWatch(ServerNotices notices)
{
    private const int HeaderBytes = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte GoAway = 7;
    private const byte EndStream = 1;
    private const int SettingBytes = 6;
    private const int GoAwayBytes = 8;
    private const ushort MaxConcurrentStreams = 3;

    // The header, a setting, or the fixed part of a GOAWAY; which of them says _wanted.
    private readonly byte[] _part = new byte[HeaderBytes];
    private int _have;
    private int _wanted = HeaderBytes;
    private int _payload;
    private byte _type;
    private bool _inHeader = true;
    private long _answered;
    private uint _lastStream = uint.MaxValue;

    /// <summary>
    /// Has every request been answered that the server said, with its GOAWAY, it would look at? A client's streams have odd numbers (RFC
    /// 9113, 5.1.1), so the last one tells how many there are. Requests that the client itself gave up count as not answered.
    /// </summary>
    public bool HasAnsweredAll => Volatile.Read(ref _answered) >= ((long)Volatile.Read(ref _lastStream) + 1) / 2;

    /// <summary>The error the server ended the connection with, as the standard names it; null: with none, or not at all.</summary>
    public string? Error { get; private set; }

    public void Look(ReadOnlySpan<byte> received)
    {
        while (received.Length > 0)
        {
            if (!_inHeader && _wanted == 0)
            {
                var passed = Math.Min(_payload, received.Length);
                received = received[passed..];
                _payload -= passed;
                BeginIfDone();
                continue;
            }

            var taken = Math.Min(_wanted - _have, received.Length);
            received[..taken].CopyTo(_part.AsSpan(_have));
            received = received[taken..];
            _have += taken;
            if (_have == _wanted)
            {
                Read();
            }
        }
    }

    private void Read()
    {
        _have = 0;
        if (_inHeader)
        {
            _inHeader = false;
            _payload = (_part[0] << 16) | (_part[1] << 8) | _part[2];
            _type = _part[3];
            if (_type is Data or Headers && (_part[4] & EndStream) != 0)
            {
                Volatile.Write(ref _answered, _answered + 1);
            }

            _wanted = _type switch
            {
                Settings when _payload >= SettingBytes => SettingBytes,
                GoAway when _payload >= GoAwayBytes => GoAwayBytes,
                _ => 0,
            };
            BeginIfDone();
            return;
        }

        _payload -= _wanted;
        if (_type == Settings)
        {
            ReadSetting();
            _wanted = _payload >= SettingBytes ? SettingBytes : 0;
        }
        else
        {
            ReadGoAway();
            _wanted = 0;
        }

        BeginIfDone();
    }

    private void BeginIfDone()
    {
        if (_payload == 0)
        {
            _inHeader = true;
            _wanted = HeaderBytes;
        }
    }

    private void ReadSetting()
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(_part) == MaxConcurrentStreams)
        {
            notices.LimitStreams(BinaryPrimitives.ReadUInt32BigEndian(_part.AsSpan(sizeof(ushort))));
        }
    }

    private void ReadGoAway()
    {
        Volatile.Write(ref _lastStream, BinaryPrimitives.ReadUInt32BigEndian(_part) & int.MaxValue);
        var code = BinaryPrimitives.ReadUInt32BigEndian(_part.AsSpan(sizeof(uint)));
        if (code == 0)
        {
            notices.Close("GOAWAY");
        }
        else
        {
            Error = ErrorCode.NameOf(code);
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Lean.Http1;

namespace ProtoBench.Protocols.WebSockets;

/// <summary>The opening handshake over HTTP/1.1 (RFC 6455, 4.1): its request, and whether the response agrees.</summary>
internal sealed class UpgradeResponse
{
    private const int LongestLineBytes = 64 * 1024;
    private const int SwitchingProtocols = 101;

    private readonly CutLine _lines = new(LongestLineBytes);
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
    private readonly ForeignSite? _site;
    private int _status;
    private string? _accept;
    private string? _location;
    private bool _upgrades;
    private bool _connects;

    /// <param name="site">A server that is not ours; null: ours.</param>
    public UpgradeResponse(ForeignSite? site) => _site = site;

    /// <summary>The sub-protocol that the server has chosen; null: none.</summary>
    public string? SubProtocol { get; private set; }

    public ReadOnlyMemory<byte> Request(string authority)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"GET {_site?.UpgradeTarget ?? "/"} HTTP/1.1\r\n");
        var headers = _site?.UpgradeHeaders ?? [];
        if (!headers.Any(header => header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            text.Append(CultureInfo.InvariantCulture, $"Host: {authority}\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Sec-WebSocket-Key: {_key}\r\n");
        if (_site is { SubProtocols: { Count: > 0 } offered })
        {
            text.Append(CultureInfo.InvariantCulture, $"Sec-WebSocket-Protocol: {string.Join(", ", offered)}\r\n");
        }

        foreach (var (name, value) in headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>Takes what has come, up to the end of the head; true: that has come, and the server agrees.</summary>
    /// <exception cref="IOException">It does not.</exception>
    /// <exception cref="BadResponseException">That is no response of HTTP/1.1.</exception>
    public bool Read(ref ReadOnlySpan<byte> bytes)
    {
        while (_lines.Next(ref bytes, out var line))
        {
            if (_status == 0)
            {
                ReadStatus(line);
            }
            else if (!line.IsEmpty)
            {
                ReadField(line);
            }
            else
            {
                Judge(bytes);
                return true;
            }
        }

        return false;
    }

    private void ReadStatus(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || FieldValue.Digits(line[9..12]) is not { } status)
        {
            throw new BadResponseException("the response to the upgrade does not begin with a status line of HTTP/1.1");
        }

        _status = (int)status;
    }

    private void ReadField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            throw new BadResponseException("a line of the upgrade's header is no field");
        }

        var value = line[(colon + 1)..].Trim(" \t"u8);
        switch (Encoding.Latin1.GetString(line[..colon]).ToLowerInvariant())
        {
            case "upgrade":
                _upgrades |= FieldValue.HasToken(value, "websocket"u8);
                break;
            case "connection":
                _connects |= FieldValue.HasToken(value, "upgrade"u8);
                break;
            case "sec-websocket-accept":
                _accept = Encoding.Latin1.GetString(value);
                break;
            case "sec-websocket-protocol":
                SubProtocol = Encoding.Latin1.GetString(value);
                break;
            case "sec-websocket-extensions" when !value.IsEmpty:
                throw new IOException(Failed("the server answers with an extension that was not offered"));
            case "location":
                _location = Encoding.Latin1.GetString(value);
                break;
            default:
                break;
        }
    }

    private void Judge(ReadOnlySpan<byte> rest)
    {
        if (_status != SwitchingProtocols)
        {
            var where = _location is { } location ? $" (Location: {location})" : "";
            var said = QuotedText.Of(rest[..Math.Min(rest.Length, QuotedText.MostBytes)]);
            throw new IOException(Failed(
                $"the server answers with status {_status}{where}{(said.Length > 0 ? $" and says: {said}" : "")}; 101 is wanted"));
        }

        if (!_upgrades || !_connects || _accept != Expected())
        {
            throw new IOException(Failed(
                "the server's answer does not belong to this upgrade (Upgrade, Connection, Sec-WebSocket-Accept)"));
        }

        if (SubProtocol is { } chosen && _site?.SubProtocols.Contains(chosen) != true)
        {
            throw new IOException(Failed($"the server has chosen the sub-protocol '{chosen}', which was not offered"));
        }
    }

    private string Failed(string why) =>
        _site is { } site ? $"the upgrade to WebSocket at {site.UpgradeTarget} failed: {why}" : $"the upgrade to WebSocket failed: {why}";

    // RFC 6455, 4.2.2, which wants this hash: it proves that the server knows the protocol and keeps nothing secret.
#pragma warning disable CA5350
    private string Expected() =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(_key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}

using System.Text;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Lean.Exchanges;

/// <summary>What is kept of a response while it comes: its status and its length, and the start of one that is not wanted.</summary>
/// <param name="verify">Is the payload of exchanges compared?</param>
/// <param name="call">What reads the content, where it is that of a call.</param>
internal sealed class ResponseBody(bool verify, ICallReader? call = null)
{
    private const int FirstFinalStatus = 200;

    private LeanRequest _request = null!;
    private byte[]? _start;
    private int _kept;

    public int Status { get; private set; }

    /// <summary>Bytes of content.</summary>
    public long Received { get; private set; }

    /// <summary>Reads the content of a call; null: the content is the payload.</summary>
    public ICallReader? Call { get; } = call;

    /// <summary>The status and the bytes that whoever asked is told.</summary>
    public (int Status, long Bytes) Answer => Call is { } reader ? (reader.Status, reader.Received) : (Status, Received);

    /// <summary>Where a redirect points to; only kept of a response that is not wanted.</summary>
    public string? Location { get; private set; }

    /// <summary>Has the response a status that the request does not expect?</summary>
    public bool IsUnwanted { get; private set; }

    /// <summary>Has an interim response come, or none yet (RFC 9110, 15.2)?</summary>
    public bool IsInterim => Status < FirstFinalStatus;

    public void Begin(LeanRequest request)
    {
        _request = request;
        (Status, Received, Location, IsUnwanted, _kept) = (0, 0, null, false, 0);
        Call?.Begin(request);
    }

    public void SetStatus(int status)
    {
        Status = status;
        IsUnwanted = !IsInterim && !_request.Expected.Contains(status);
    }

    public void SetLocation(ReadOnlySpan<byte> location)
    {
        if (IsUnwanted)
        {
            Location = Printable(location);
        }
    }

    /// <exception cref="BadResponseException">Content is verified and wrong.</exception>
    public void Take(ReadOnlySpan<byte> piece)
    {
        if (IsUnwanted)
        {
            Keep(piece);
        }
        else if (Call is not null)
        {
            Call.Take(piece);
        }
        else
        {
            Payload.VerifyIf(verify && _request.User is null, piece, Received);
        }

        Received += piece.Length;
    }

    /// <summary>The start of a response that is not wanted, in a line.</summary>
    public string Quote() => Printable(_start.AsSpan(0, _kept)) + (_kept == LeanRequest.MostQuotedBytes ? "…" : "");

    private static string Printable(ReadOnlySpan<byte> text) => string.Join(
        ' ',
        string.Concat(Encoding.UTF8.GetString(text).Select(letter => char.IsControl(letter) ? ' ' : letter))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private void Keep(ReadOnlySpan<byte> piece)
    {
        _start ??= new byte[LeanRequest.MostQuotedBytes];
        var taken = Math.Min(piece.Length, _start.Length - _kept);
        piece[..taken].CopyTo(_start.AsSpan(_kept));
        _kept += taken;
    }
}

using System.Text;

namespace ProtoBench.Protocols.Lean.Hpack;

/// <summary>
/// What this side has added to the server's table of header fields (RFC 7541, 2.3.2). Nothing is added that would push another field out,
/// so an index stays right until the next one is added. Not thread-safe.
/// </summary>
internal sealed class HeaderTable
{
    // RFC 9113, 6.5.2: what the server has until it says otherwise. More is of no use: the few fields of a benchmark fit.
    private const uint InitialBytes = 4096;

    // RFC 7541, 4.1 and 6.3.
    private const int EntryOverhead = 32;
    private const int Resized = 0x20;

    private readonly List<(string Name, string Value)> _fields = [];
    private readonly List<byte> _lead = [];
    private uint _limit = InitialBytes;
    private int _size;
    private bool _agreed;

    /// <summary>Changes whenever a block that was written before is right no longer, or could be shorter.</summary>
    public int Generation { get; private set; }

    /// <summary>
    /// The server's settings are there: until then nothing is added, because they may make the table smaller.
    /// </summary>
    /// <param name="setting">SETTINGS_HEADER_TABLE_SIZE; null: it does not say.</param>
    public void Agree(uint? setting)
    {
        if (!_agreed)
        {
            _agreed = true;
            Generation++;
        }

        if (setting is not { } bytes || bytes >= _limit)
        {
            return;
        }

        // Made smaller (4.2): what was added may not fit, and is dropped as a whole, with its own signal.
        _lead.Clear();
        if (_fields.Count > 0)
        {
            _fields.Clear();
            HeaderBlock.Integer(_lead, Resized, 5, 0);
        }

        HeaderBlock.Integer(_lead, Resized, 5, (int)bytes);
        (_limit, _size) = (bytes, 0);
        Generation++;
    }

    /// <summary>What goes before the next block, once; mostly nothing.</summary>
    public ReadOnlyMemory<byte> TakeLead()
    {
        if (_lead.Count == 0)
        {
            return default;
        }

        var lead = _lead.ToArray();
        _lead.Clear();
        return lead;
    }

    /// <returns>How many fields were added after it; null: it is not there.</returns>
    public int? Find(string name, string value) =>
        _fields.IndexOf((name, value)) is >= 0 and var index ? _fields.Count - 1 - index : null;

    /// <summary>Adds a field if it has room beside the others.</summary>
    public bool TryAdd(string name, string value)
    {
        var size = Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value) + EntryOverhead;
        if (!_agreed || _size + size > _limit)
        {
            return false;
        }

        _fields.Add((name, value));
        _size += size;
        Generation++;
        return true;
    }
}

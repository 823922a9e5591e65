using System.Buffers.Binary;
using System.Text;

namespace ProtoBench.Links.Engine;

/// <summary>Writes the pcapng format (draft-ietf-opsawg-pcapng), little endian, times in nanoseconds.</summary>
internal sealed class PcapngWriter(Stream output)
{
    public const ushort RawIp = 101;
    public const ushort Ethernet = 1;

    private const ushort Comment = 1;
    private readonly byte[] _block = new byte[8192];
    private int _length;

    /// <summary>The file's header with the program's name and a remark for whoever opens it.</summary>
    public void WriteHeader(string application, string remark)
    {
        Begin(0x0A0D0D0A);
        Add32(0x1A2B3C4D);
        Add16(1);
        Add16(0);
        Add64(ulong.MaxValue);
        AddText(4, application);
        AddText(Comment, remark);
        EndOptions();
        End();
    }

    /// <summary>Describes the next interface; the first is number 0.</summary>
    public void WriteInterface(string name, ushort linkType)
    {
        Begin(1);
        Add16(linkType);
        Add16(0);
        Add32(0);
        AddText(2, name);
        // if_tsresol: 10^-9 s.
        AddOption(9, [9]);
        EndOptions();
        End();
    }

    /// <summary>Writes a packet with any number of comments.</summary>
    /// <param name="interfaceNumber">In order of <see cref="WriteInterface"/>.</param>
    /// <param name="nanoseconds">Since 1970.</param>
    /// <param name="packet">Its bytes.</param>
    /// <param name="comments">Each becomes one opt_comment.</param>
    public void WritePacket(int interfaceNumber, long nanoseconds, ReadOnlySpan<byte> packet, IReadOnlyList<string> comments)
    {
        Begin(6);
        Add32((uint)interfaceNumber);
        Add32((uint)(nanoseconds >> 32));
        Add32((uint)nanoseconds);
        Add32((uint)packet.Length);
        Add32((uint)packet.Length);
        AddPadded(packet);
        foreach (var comment in comments)
        {
            AddText(Comment, comment);
        }

        EndOptions();
        End();
    }

    /// <summary>States how many packets an interface saw and how many of them are missing here.</summary>
    public void WriteStatistics(int interfaceNumber, long nanoseconds, long received, long missing)
    {
        Begin(5);
        Add32((uint)interfaceNumber);
        Add32((uint)(nanoseconds >> 32));
        Add32((uint)nanoseconds);
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(value, received);
        AddOption(4, value);
        BinaryPrimitives.WriteInt64LittleEndian(value, missing);
        AddOption(5, value);
        EndOptions();
        End();
    }

    private void Begin(uint type)
    {
        _length = 0;
        Add32(type);
        Add32(0);
    }

    private void End()
    {
        var total = (uint)(_length + 4);
        Add32(total);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), total);
        output.Write(_block, 0, _length);
    }

    private void AddText(ushort code, string text) => AddOption(code, Encoding.UTF8.GetBytes(text));

    private void AddOption(ushort code, ReadOnlySpan<byte> value)
    {
        Add16(code);
        Add16((ushort)value.Length);
        AddPadded(value);
    }

    private void EndOptions() => Add32(0);

    private void AddPadded(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_block.AsSpan(_length));
        _length += bytes.Length;
        while (_length % 4 != 0)
        {
            _block[_length++] = 0;
        }
    }

    private void Add16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_block.AsSpan(_length), value);
        _length += 2;
    }

    private void Add32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(_length), value);
        _length += 4;
    }

    private void Add64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(_length), value);
        _length += 8;
    }
}

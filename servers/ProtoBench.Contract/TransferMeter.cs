namespace ProtoBench.Contract;

/// <summary>Payload bytes and messages counted so far. Any thread may add and read; reading never stops a writer.</summary>
public sealed class TransferMeter
{
    private long _bytes;
    private long _messages;

    public long Bytes => Volatile.Read(ref _bytes);

    public long Messages => Volatile.Read(ref _messages);

    public void Add(long bytes, long messages = 1)
    {
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Add(ref _messages, messages);
    }
}

namespace ProtoBench.Protocols.Shared.MessageStreams;

/// <summary>A <see cref="Stream"/> that can be read and written at once.</summary>
/// <param name="stream">Owned.</param>
/// <param name="finish">Tells the peer that nothing more will be written.</param>
/// <param name="abort">Makes calls that wait fail.</param>
internal sealed class StreamDuplex(Stream stream, Action finish, Action abort) : IByteDuplex
{
    public ValueTask<int> ReadAsync(Memory<byte> buffer) => stream.ReadAsync(buffer);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);

    public ValueTask FinishAsync()
    {
        finish();
        return ValueTask.CompletedTask;
    }

    public void Abort() => abort();

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}

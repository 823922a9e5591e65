using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.WebSockets;

public sealed class WebSocketCommandTests
{
    public static TheoryData<byte, int, long, int> Commands => new()
    {
        { 1, 0, 0, 5 },
        { 1, 16 * 1024 * 1024, 0, 5 },
        { 2, 65_536, long.MaxValue, 13 },
        { 3, 0, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_read_as_it_was_written(byte kind, int size, long totalBytes, int length)
    {
        var command = new WebSocketCommand((WebSocketCommandKind)kind, size, totalBytes);
        Span<byte> written = stackalloc byte[WebSocketCommand.LargestBytes];

        Assert.Equal(length, command.Write(written));
        Assert.Equal(command, WebSocketCommand.Read(written[..length]));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 2, 1, 0, 0, 0, 1, 0, 0 })]
    public void Anything_else_is_no_command(byte[] message) => Assert.Null(WebSocketCommand.Read(message));
}

using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.StreamSockets;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class UnixProtocolTests : IDisposable
{
    private readonly UnixProtocol _unix = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("protobench").FullName;

    private string SocketPath => Path.Combine(_folder, "s");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_file_of_a_dead_server_is_replaced()
    {
        LeaveSocketBehind();

        await using var server = await _unix.ListenAsync(At(SocketPath), Limits.Token()).Limited();
        await using var connection = await _unix.ConnectAsync(At(SocketPath), Limits.Token()).Limited();

        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_never_replaced()
    {
        await File.WriteAllTextAsync(SocketPath, "precious");

        var error = await Assert.ThrowsAsync<IOException>(() => _unix.ListenAsync(At(SocketPath), Limits.Token()).Limited());

        Assert.Contains(SocketPath, error.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(SocketPath));
    }

    [Fact]
    public async Task The_file_is_gone_with_its_server()
    {
        var server = await _unix.ListenAsync(At(SocketPath), Limits.Token()).Limited();
        Assert.True(File.Exists(SocketPath));

        await server.DisposeAsync().Limited();

        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public async Task A_path_of_107_bytes_works_and_one_of_108_is_refused_with_the_limit()
    {
        var fits = Path.Combine(_folder, new string('s', 106 - _folder.Length));
        await using var server = await _unix.ListenAsync(At(fits), Limits.Token()).Limited();

        var error = Assert.Throws<IOException>(() => At(fits + "s"));

        Assert.Contains("107", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ip_address_is_refused()
    {
        var settings = new EndpointSettings { EndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0) };

        await Assert.ThrowsAsync<ArgumentException>(async () => await _unix.ListenAsync(settings, Limits.Token()));
    }

    private static EndpointSettings At(string path) => new() { EndPoint = Contract.SocketPath.ToEndPoint(path) };

    // .NET removes the file when it closes the socket that made it, so the file is made under another name.
    private void LeaveSocketBehind()
    {
        var other = SocketPath + "-other";
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(other));
            socket.Listen();
            File.Move(other, SocketPath);
        }

        Assert.True(File.Exists(SocketPath));
    }
}

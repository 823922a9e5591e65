using System.Net;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class ClientPlaceholdersTests
{
    private static readonly ClientPlaces Places = new()
    {
        Url = "https://[::1]:80",
        Address = "::1",
        Host = "localhost",
        Port = "80",
        Authority = "/tmp/a b/it's $1.pem",
    };

    [Theory]
    [InlineData("x {port} {address}", "x 80 ::1")]
    [InlineData("x {url}/y?z=1", "x 'https://[::1]:80'/y?z=1")]
    [InlineData("x \"{url}/y\"", "x \"https://[::1]:80/y\"")]
    [InlineData("x {ca}", "x '/tmp/a b/it'\\''s $1.pem'")]
    [InlineData("x \"{ca}\"", "x \"/tmp/a b/it's \\$1.pem\"")]
    [InlineData("sh -c 'y {ca}'", "sh -c 'y /tmp/a b/it'\\''s $1.pem'")]
    [InlineData("x \\\"{ca}", "x \\\"'/tmp/a b/it'\\''s $1.pem'")]
    [InlineData("x 'a' {port} \"b\" {port}", "x 'a' 80 \"b\" 80")]
    [InlineData("x {dir} {other} ${port} %{port} {port", "x {dir} {other} ${port} %{port} {port")]
    public void What_is_filled_in_is_one_piece_for_a_shell_wherever_it_stands(string command, string filled) =>
        Assert.Equal(filled, ClientPlaceholders.FillCommand(command, Places));

    [Fact]
    public void A_value_of_the_environment_is_no_shell_s_and_what_is_filled_in_is_not_filled_again()
    {
        var client = new ClientSide
        {
            Name = "x",
            Command = "x {host}",
            Prepare = "y {port}",
            Environment = new Dictionary<string, string> { ["A"] = "{ca}{port}-{dir}" },
        };

        var filled = ClientPlaceholders.Fill(client, Places with { Host = "{port}" });

        Assert.Equal(("x '{port}'", "y 80", "/tmp/a b/it's $1.pem80-{dir}"), (filled.Command, filled.Prepare, filled.Environment!["A"]));
        Assert.Equal(new HashSet<string> { "host", "port", "ca", "dir" }, ClientPlaceholders.UsedBy(client));
    }

    [Theory]
    [InlineData("http1", false, "127.0.0.1", "http://127.0.0.1:8080")]
    [InlineData("http2", true, "10.99.0.2", "https://10.99.0.2:8080")]
    [InlineData("websocket", true, "::1", "wss://[::1]:8080")]
    [InlineData("tcp", false, "127.0.0.1", null)]
    public void A_server_of_ours_has_places(string protocol, bool tls, string address, string? url)
    {
        var places = ServedPlaces.Of(
            new Arm { Label = "x", Protocol = protocol, Tls = tls }, new IPEndPoint(IPAddress.Parse(address), 8080));
        Assert.Equal((url, address, "8080", "localhost", null), (places.Url, places.Address, places.Port, places.Host, places.Folder));
    }
}

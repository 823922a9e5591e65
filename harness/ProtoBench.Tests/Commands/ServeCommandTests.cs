using ProtoBench.Protocols;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Protocols => [.. ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null).Select(protocol => protocol.Name)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_protocol_is_served_without_further_settings_until_it_is_ended(string protocol)
    {
        string[] where = ProtocolCatalog.Find(protocol)!.Traits.LocalOnly ? ["--listen", $"unix:{_folder.File("a.sock")}"] : [];
        using var serving = ProtobenchProcess.Start(_folder.Path, ["serve", protocol, .. where]);
        await serving.PrintsAsync($"{protocol} listens at ");

        serving.Signal("TERM");
        await serving.EndAsync();

        Assert.Equal("", serving.Error);
        Assert.Equal(0, serving.ExitCode);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}

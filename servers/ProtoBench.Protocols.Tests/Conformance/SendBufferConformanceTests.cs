using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>
/// The send buffer that was asked for is on the sockets of both sides, as a program of somebody else sees them: <c>ss</c> of iproute2.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class SendBufferConformanceTests
{
    // Odd, so that no socket has it by chance; the kernel doubles it (socket(7), SO_SNDBUF).
    private const int Asked = 70_003;

    [ConformanceTheory(Requires = Requirement.ByteStream)]
    public Task Both_ends_of_a_stream_have_it(ProtocolVariant variant) => BothHaveItAsync(variant, "-tx", "state", "established");

    [ConformanceTheory(Requires = Requirement.Datagram)]
    public Task Both_sockets_of_datagrams_have_it(ProtocolVariant variant) => BothHaveItAsync(variant, "-ua");

    [ConformanceTheory(Requires = Requirement.ByteStream)]
    public async Task Without_the_setting_the_system_chooses(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        Assert.NotEqual(2 * Asked, connection.Facts.SendBufferBytes);
    }

    private static async Task BothHaveItAsync(ProtocolVariant variant, params string[] sockets)
    {
        await using var conversation = await Conversation.StartAsync(variant, settings => settings with { SendBufferBytes = Asked });
        await using var connection = await conversation.ConnectAsync();

        // Larger than the buffer both ways, in what a datagram carries too.
        var size = Math.Min(variant.Traits.MaximumMessageBytes, 4 * Asked);
        await connection.ExchangeAsync(Payload.Create(size), size, Limits.Token()).Limited();

        Assert.Equal(2 * Asked, connection.Facts.SendBufferBytes);
        Assert.Equal([2 * Asked, 2 * Asked], await SendBuffersAsync(sockets));
    }

    // Sockets of this process with the size; a relay or a test beside this one has another.
    private static async Task<IEnumerable<int>> SendBuffersAsync(string[] sockets)
    {
        using var ss = Process.Start(new ProcessStartInfo("ss", ["-HOnmp", .. sockets]) { RedirectStandardOutput = true })!;
        var text = await ss.StandardOutput.ReadToEndAsync(Limits.Token());
        await ss.WaitForExitAsync(Limits.Token());
        Assert.Equal(0, ss.ExitCode);
        return text.Split('\n')
            .Where(line => line.Contains($",pid={Environment.ProcessId},", StringComparison.Ordinal))
            .Select(line => int.Parse(Regex.Match(line, @"[(,]tb(\d+),").Groups[1].Value, CultureInfo.InvariantCulture))
            .Where(bytes => bytes == 2 * Asked);
    }
}

using System.IO.Pipes;
using System.Text;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class BoundedLogTests : IDisposable
{
    private static TimeSpan Limit => Patience.Limit;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_short_log_is_kept_whole()
    {
        using var log = BoundedLog.Start(new MemoryStream("one\ntwo\n"u8.ToArray()), _folder.File("log"));

        Assert.True(await log.EndAsync(Limit));
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(_folder.File("log")));
        Assert.Equal(0, log.LeftOut);
    }

    [Theory]
    [InlineData(BoundedLog.HeadBytes)]
    [InlineData(BoundedLog.HeadBytes + 1)]
    [InlineData(BoundedLog.HeadBytes + BoundedLog.TailBytes)]
    public async Task A_log_within_the_limit_is_kept_whole(int bytes)
    {
        var content = Enumerable.Range(0, bytes).Select(index => (byte)(index % 251)).ToArray();
        using var log = BoundedLog.Start(new MemoryStream(content), _folder.File("log"));

        Assert.True(await log.EndAsync(Limit));
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder.File("log")));
    }

    [Fact]
    public async Task A_long_log_keeps_its_start_and_its_end_and_says_what_is_missing()
    {
        var lines = Enumerable.Range(0, 400_000).Select(index => $"line {index:D7}\n").ToArray();
        var content = Encoding.ASCII.GetBytes(string.Concat(lines));
        using var log = BoundedLog.Start(new MemoryStream(content), _folder.File("log"));

        Assert.True(await log.EndAsync(Limit));
        var kept = await File.ReadAllTextAsync(_folder.File("log"));
        var missing = content.Length - BoundedLog.HeadBytes - BoundedLog.TailBytes;
        Assert.Equal(missing, log.LeftOut);
        Assert.StartsWith("line 0000000\n", kept, StringComparison.Ordinal);
        Assert.EndsWith("line 0399999\n", kept, StringComparison.Ordinal);
        Assert.Contains($"\n[{missing} bytes left out here]\n", kept, StringComparison.Ordinal);
        Assert.EndsWith(Encoding.ASCII.GetString(content)[^BoundedLog.TailBytes..], kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 100_000)]
    [InlineData(70_000, 100_000)]
    [InlineData(64 * 1024 - 3, 0)]
    public async Task A_line_that_is_expected_is_seen_wherever_it_stands(int before, int after)
    {
        var seen = new TaskCompletionSource();
        await using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        using var log = BoundedLog.Start(reader, _folder.File("log"));
        log.Expect("listening at", seen.SetResult);

        await writer.WriteAsync(Encoding.ASCII.GetBytes($"{new string('.', before)}listening at 80{new string('.', after)}"));

        await seen.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task An_output_that_somebody_holds_open_is_not_waited_for()
    {
        await using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        await writer.WriteAsync("still here\n"u8.ToArray());
        using var log = BoundedLog.Start(reader, _folder.File("log"));

        Assert.False(await log.EndAsync(TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_stops_nobody()
    {
        using var log = BoundedLog.Start(new MemoryStream("last words\n"u8.ToArray()), _folder.File("no/such/folder/log"));

        Assert.True(await log.EndAsync(Limit));
        Assert.Contains("last words", await log.QuoteAsync(Limit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\n\n", null)]
    [InlineData("a\nb\nc\nd\n", "b | c | d")]
    [InlineData("\u001b[31mred\u0007\r\n", "[31mred")]
    public void Last_words_are_the_last_lines_without_what_a_terminal_obeys(string log, string? words) =>
        Assert.Equal(words, BoundedLog.WordsOf(Encoding.UTF8.GetBytes(log)));

    public void Dispose() => _folder.Dispose();
}

using System.Text;
using ProtoBench.Model.Text;

namespace ProtoBench.Trials;

/// <summary>
/// A child's output in a file that cannot grow without limit: its first 256 KiB, its last 1 MiB, and between them a line that says how much
/// is missing. One server that logged every request left 1.9 GB after three pairs.
/// </summary>
internal sealed class BoundedLog : IDisposable
{
    public const int HeadBytes = 256 * 1024;
    public const int TailBytes = 1024 * 1024;

    private const int ReadBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _recent = new byte[4 * 1024];
    private FileStream? _file;
    private byte[]? _tail;
    private long _total;
    private byte[]? _expected;
    private Action? _seen;

    private BoundedLog(Stream source, string path)
    {
        FilePath = path;
        try
        {
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The child must not be stopped by its output: without a file it is read and dropped.
        }

        new Thread(() => Copy(source)) { IsBackground = true, Name = "log" }.Start();
    }

    public string FilePath { get; }

    /// <summary>Bytes that are not in the file because there were too many.</summary>
    public long LeftOut
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(0, _total - HeadBytes - TailBytes);
            }
        }
    }

    /// <summary>Copies <paramref name="source"/> on a thread of its own until it ends.</summary>
    public static BoundedLog Start(Stream source, string path) => new(source, path);

    /// <summary>
    /// Calls <paramref name="seen"/>, once and on another thread, when <paramref name="text"/> stands in the output; it may have come
    /// already.
    /// </summary>
    /// <param name="text">At most as long as a sentence.</param>
    /// <param name="seen">What to do then.</param>
    public void Expect(string text, Action seen)
    {
        lock (_lock)
        {
            (_expected, _seen) = (Encoding.UTF8.GetBytes(text), seen);
            Look(before: [], Straight(_recent, _total));
        }
    }

    /// <summary>
    /// Waits until the output has ended, at most for <paramref name="limit"/>: something that the child left behind may hold it open. The
    /// file is complete afterwards, and nothing is added to it.
    /// </summary>
    /// <returns>Had it ended?</returns>
    public async Task<bool> EndAsync(TimeSpan limit)
    {
        var first = await Task.WhenAny(_ended.Task, Task.Delay(limit)).ConfigureAwait(false);
        Close();
        return first == _ended.Task;
    }

    /// <summary>
    /// The last lines that say anything, as one; null when there are none. Waits a moment for what a process that has just ended wrote
    /// last.
    /// </summary>
    public async Task<string?> LastWordsAsync(TimeSpan limit)
    {
        await Task.WhenAny(_ended.Task, Task.Delay(limit)).ConfigureAwait(false);
        return LastWords.Of(Recent());
    }

    /// <summary>For example <c>; its last words: 'address in use'; its log: logs/0001/new-server.log</c>, to end a sentence with.</summary>
    public async Task<string> QuoteAsync(TimeSpan limit) =>
        (await LastWordsAsync(limit).ConfigureAwait(false) is { } words ? $"; its last words: '{words}'" : "; it wrote nothing")
            + $"; its log: {FilePath}";

    /// <summary>The last lines of a log's end, without what a terminal would obey.</summary>
    internal static string? WordsOf(ReadOnlySpan<byte> end) => LastWords.Of(end);

    public void Dispose() => Close();

    private void Copy(Stream source)
    {
        var buffer = new byte[ReadBytes];
        try
        {
            while (source.Read(buffer) is var read and > 0)
            {
                Add(buffer.AsSpan(0, read));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Nobody waits for the output any more.
        }
        finally
        {
            Close();
            _ended.SetResult();
        }
    }

    private void Add(ReadOnlySpan<byte> written)
    {
        lock (_lock)
        {
            var before = _expected is null ? [] : Straight(_recent, _total);
            Keep(_recent, _total, written);
            var head = written[..(int)Math.Clamp(HeadBytes - _total, 0, written.Length)];
            Write(head);
            if (head.Length < written.Length && _file is not null)
            {
                _tail ??= new byte[TailBytes];
                Keep(_tail, _total + head.Length - HeadBytes, written[head.Length..]);
            }

            _total += written.Length;
            Look(before, written);
        }
    }

    // In what has come now, and where it continues what came before.
    private void Look(ReadOnlySpan<byte> before, ReadOnlySpan<byte> written)
    {
        if (_expected is not { } expected || _seen is not { } seen)
        {
            return;
        }

        var beforeIt = before[^Math.Min(before.Length, expected.Length - 1)..];
        byte[] seam = [.. beforeIt, .. written[..Math.Min(written.Length, expected.Length - 1)]];
        if (written.IndexOf(expected) >= 0 || seam.AsSpan().IndexOf(expected) >= 0)
        {
            _expected = null;
            Task.Run(seen);
        }
    }

    private void Close()
    {
        lock (_lock)
        {
            if (_tail is not null)
            {
                if (_total > HeadBytes + TailBytes)
                {
                    Write(Encoding.UTF8.GetBytes($"\n[{_total - HeadBytes - TailBytes} bytes left out here]\n"));
                }

                Write(Straight(_tail, _total - HeadBytes));
                _tail = null;
            }

            _file?.Dispose();
            _file = null;
        }
    }

    private byte[] Recent()
    {
        lock (_lock)
        {
            return Straight(_recent, _total);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file?.Write(bytes);
        }
        catch (IOException)
        {
            // A full disk must not stop the child by blocking its output: the rest of the log is dropped.
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>Writes into a ring of which <paramref name="position"/> bytes were written before.</summary>
    private static void Keep(byte[] ring, long position, ReadOnlySpan<byte> written)
    {
        if (written.Length > ring.Length)
        {
            position += written.Length - ring.Length;
            written = written[^ring.Length..];
        }

        var at = (int)(position % ring.Length);
        var first = Math.Min(written.Length, ring.Length - at);
        written[..first].CopyTo(ring.AsSpan(at));
        written[first..].CopyTo(ring);
    }

    private static byte[] Straight(byte[] ring, long written)
    {
        if (written <= ring.Length)
        {
            return ring[..(int)written];
        }

        var oldest = (int)(written % ring.Length);
        return [.. ring[oldest..], .. ring[..oldest]];
    }
}

using System.Text;
using System.Text.Json;

namespace ProtoBench.Analysis.History;

/// <summary>
/// A file of self-contained JSON lines that is only ever appended to. The writer must hold the <see cref="HistoryLock"/>; readers need
/// nothing and see every line that was finished when they came.
/// </summary>
internal sealed class JsonLinesFile(string path)
{
    private const byte EndOfLine = (byte)'\n';

    public string Path { get; } = path;

    /// <summary>
    /// The lines that can be read. The others are left out and named: a last one that a kill cut off, and any that is damaged.
    /// </summary>
    public IReadOnlyList<T> Read<T>(Func<string, T> parse, ICollection<string> problems)
    {
        var read = new List<T>();
        var lines = Text().Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            try
            {
                read.Add(parse(lines[i]));
            }
            catch (JsonException error)
            {
                problems.Add(
                    i == lines.Length - 1
                        ? $"{Path}:{i + 1}: the last line was cut off while it was written and is left out; the next run added to "
                            + "this file replaces it"
                        : $"{Path}:{i + 1}: this line cannot be read and is left out; fix or remove it ({FirstLine(error.Message)})");
            }
        }

        return read;
    }

    /// <summary>Appends one line and waits until it is on the disk. On an error the file is left as it was.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="parse">Tells a last line that only lacks its end from one that was cut off.</param>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append<T>(string line, Func<string, T> parse)
    {
        using var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var length = EndOfLastLine(file);
        var start = length;
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        if (length < file.Length && IsWhole(file, length, parse))
        {
            // An editor or a merge left out the last end of line; what it ends is whole.
            start = file.Length;
            bytes = [EndOfLine, .. bytes];
        }

        try
        {
            file.SetLength(start);
            file.Seek(start, SeekOrigin.Begin);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(start);
            throw;
        }
    }

    private string Text()
    {
        try
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }

    private static bool IsWhole<T>(FileStream file, long start, Func<string, T> parse)
    {
        var tail = new byte[file.Length - start];
        file.Seek(start, SeekOrigin.Begin);
        file.ReadExactly(tail);
        try
        {
            parse(Encoding.UTF8.GetString(tail));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static long EndOfLastLine(FileStream file)
    {
        for (var position = file.Length; position > 0; position--)
        {
            file.Seek(position - 1, SeekOrigin.Begin);
            if (file.ReadByte() == EndOfLine)
            {
                return position;
            }
        }

        return 0;
    }

    private static string FirstLine(string message) => message.Split('\n')[0];
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProtoBench.Model.Results;

/// <summary>How the files of a result folder are written, so that neither a kill nor a full disk leaves half of anything behind.</summary>
internal static class FolderFiles
{
    /// <summary>Appends one line and waits until it is on the disk. On an error the file is left as it was.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static void Append(string path, string text)
    {
        var line = Encoding.UTF8.GetBytes(text + "\n");
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var length = EndOfLastLine(file);
        try
        {
            file.SetLength(length);
            file.Seek(length, SeekOrigin.Begin);
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(length);
            throw;
        }
    }

    /// <summary>The values of the complete lines, one each.</summary>
    /// <exception cref="IOException">There is no such file, or a line is not such a value; the message says which and what to
    /// do.</exception>
    public static IEnumerable<T> ReadLines<T>(string path, JsonTypeInfo<T> type)
    {
        var text = File.ReadAllText(path);
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                yield return Parse(lines[i], type, $"{path}:{i + 1}: this line cannot be read; remove it to go on with the others");
            }
        }
    }

    /// <summary>The value that the whole file holds.</summary>
    /// <exception cref="IOException">There is no such file, or it holds something else.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type) =>
        Parse(File.ReadAllText(path), type, $"{path}: this file is not as it was written; bring the old one back, or measure again");

    private static T Parse<T>(string text, JsonTypeInfo<T> type, string sentence)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new IOException(sentence);
        }
        catch (JsonException error)
        {
            // What follows is its own path and its own count of lines, from 0 and within this text.
            throw new IOException($"{sentence} ({error.Message.Split(" Path: ")[0].TrimEnd('.')})", error);
        }
    }

    // A line without its end was cut off by a kill; the next one must not be glued to it.
    private static long EndOfLastLine(FileStream file)
    {
        for (var position = file.Length; position > 0; position--)
        {
            file.Seek(position - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n')
            {
                return position;
            }
        }

        return 0;
    }
}

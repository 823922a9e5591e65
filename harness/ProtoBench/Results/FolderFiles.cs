using System.Text;

namespace ProtoBench.Results;

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

    /// <summary>The complete lines.</summary>
    public static IEnumerable<string> Read(string path)
    {
        var text = File.ReadAllText(path);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Writes a file whole or not at all: beside its place first, then renamed (rename(2) is atomic).</summary>
    public static void WriteWhole(string folder, string name, Action<TextWriter> write)
    {
        var temporary = Path.Combine(folder, "." + name + ".new");
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                using (var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
                {
                    write(writer);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, Path.Combine(folder, name), overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
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

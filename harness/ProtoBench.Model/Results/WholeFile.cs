using System.Text;

namespace ProtoBench.Model.Results;

/// <summary>Writes a file whole or not at all: beside its place first, then renamed (rename(2) is atomic).</summary>
internal static class WholeFile
{
    /// <exception cref="IOException">The folder is missing, full or not writable; the file is as it was.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
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

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}

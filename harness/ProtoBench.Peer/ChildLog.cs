using System.Globalization;
using System.Text.Json;

namespace ProtoBench.Peer;

/// <summary>
/// The log of a child on standard error, a JSON object a line. Of its own: a logging framework takes a tenth of a second of processor time
/// until it has written its first line, and each trial starts two children.
/// </summary>
/// <param name="output">Standard error.</param>
/// <param name="category">Who writes.</param>
internal sealed class ChildLog(Stream output, string category)
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    private readonly Lock _writing = new();

    public void Information(string message) => Write("Information", message, null);

    public void Error(Exception error, string message) => Write("Error", message, error);

    private void Write(string level, string message, Exception? error)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("Timestamp", DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("LogLevel", level);
            json.WriteString("Category", category);
            json.WriteString("Message", message);
            if (error is not null)
            {
                json.WriteString("Exception", error.ToString());
            }

            json.WriteEndObject();
        }

        line.Write(LineEnd);
        lock (_writing)
        {
            try
            {
                // In one piece, so that what another thread writes is another line.
                output.Write(line.GetBuffer(), 0, (int)line.Length);
            }
            catch (IOException)
            {
                // Nobody reads the log any more; that is no reason to end.
            }
        }
    }
}

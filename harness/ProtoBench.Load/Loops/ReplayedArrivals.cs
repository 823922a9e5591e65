using System.Security.Cryptography;
using System.Text;
using ProtoBench.Model.Scenarios.LoadShapes;

namespace ProtoBench.Load.Loops;

/// <summary>Starts that were recorded.</summary>
internal sealed class ReplayedArrivals(RecordedArrivals recorded, IReadOnlyList<double> offsets) : IArrivals
{
    private long _issued;

    /// <summary>Reads the file that the scenario was read with.</summary>
    /// <exception cref="IOException">It is not there any more, or is another one.</exception>
    public static ReplayedArrivals Read(RecordedArrivals recorded)
    {
        string text;
        try
        {
            text = File.ReadAllText(recorded.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"the arrivals cannot be read any more from {recorded.Path}: {error.Message} Put the file back, or begin a new run", error);
        }

        var (offsets, fault) = RecordedTimes.Parse(text);
        return fault is null && Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) == recorded.Sha256
            ? new ReplayedArrivals(recorded, offsets)
            : throw new IOException(
                $"the arrivals in {recorded.Path} are others than when the scenario was read ({recorded.Count} times): put that file back, "
                    + "or begin a new run");
    }

    public long Next()
    {
        var seconds = recorded.At(_issued++, offsets);
        return double.IsFinite(seconds) ? (long)Math.Round(seconds * 1e9) : IArrivals.Never;
    }
}

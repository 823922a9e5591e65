using System.IO.Compression;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Kinds;

/// <summary>
/// Whole numbers of one of several client processes as the text of <see cref="Measurement.Unmerged"/>, so that all of them make the figures
/// of one from what each has seen, and not from each one's figures. Pure.
/// </summary>
internal static class UnmergedNumbers
{
    /// <param name="numbers">In an order that the kind of workload knows.</param>
    public static string Encode(IReadOnlyCollection<long> numbers)
    {
        using var text = new MemoryStream();
        using (var writer = new BinaryWriter(new ZLibStream(text, CompressionLevel.Fastest, leaveOpen: true)))
        {
            writer.Write7BitEncodedInt(numbers.Count);
            foreach (var number in numbers)
            {
                writer.Write7BitEncodedInt64(number);
            }
        }

        return Convert.ToBase64String(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    /// <summary>The numbers in their order.</summary>
    /// <exception cref="FormatException">The text is not one that <see cref="Encode"/> made.</exception>
    public static long[] Decode(string text)
    {
        using var reader = new BinaryReader(
            new ZLibStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress));
        try
        {
            var numbers = new long[reader.Read7BitEncodedInt()];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = reader.Read7BitEncodedInt64();
            }

            return numbers;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new FormatException("these are no numbers of a client", error);
        }
    }
}

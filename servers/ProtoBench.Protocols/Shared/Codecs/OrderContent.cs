using System.Globalization;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>
/// What stands in an order of so many bytes of content: as many lines of 40 bytes (two texts of 8 and 16 letters, an integer and a double)
/// as fit, and the rest as letters of its note. Its number and the size of its answer stand beside the content, as lengths stand beside a
/// payload of bytes. The values repeat only after 251 lines, and are the same in every codec.
/// </summary>
internal static class OrderContent
{
    public const int LineBytes = 40;

    // Prime, as the period of a payload of bytes is: a line that is lost or shifted is seen.
    private const int Kinds = 251;

    // All ids have as many digits and, as varints, as many bytes, so that all messages of a size are encoded in the same length.
    private const long FirstId = 1_000_000_000;

    private static readonly string[] Goods = ["chair", "table", "shelf", "bench", "stool", "couch", "chest"];

    private static readonly string[] Skus = [.. Enumerable.Range(0, Kinds).Select(kind => $"SKU-{kind * 37 % 9973:0000}")];

    private static readonly string[] Names =
        [.. Enumerable.Range(0, Kinds).Select(kind => $"Garden {Goods[kind % Goods.Length]} {kind:000}".PadRight(16, '.'))];

    private static readonly string[] Notes =
    [
        .. Enumerable.Range(0, LineBytes).Select(length => "Please leave it at the neighbour's door."[..length]),
    ];

    private static long _orders;

    /// <summary>The number of the next order.</summary>
    public static long NextId() => FirstId + (Interlocked.Increment(ref _orders) % FirstId);

    public static int LinesOf(int contentBytes) => contentBytes / LineBytes;

    public static string NoteOf(int contentBytes) => Notes[contentBytes % LineBytes];

    public static LineValues LineOf(int index) => new(
        Skus[index % Kinds], Names[index % Kinds], 1 + (index * 7L % 500), (199 + (index * 37L % 49_900)) / 100.0);

    /// <summary>Bytes of content: values alone, without names, separators or lengths.</summary>
    public static int SizeOf(IOrder order) => (order.LineCount * LineBytes) + order.Note.Length;

    /// <summary>Is it what a message of its size holds?</summary>
    /// <param name="order">As it was decoded.</param>
    /// <param name="verify">Compare every value; otherwise only those of the last line.</param>
    /// <exception cref="BadResponseException">It is not; the message names the first wrong value.</exception>
    public static void Check(IOrder order, bool verify)
    {
        if (order.Note != NoteOf(order.Note.Length))
        {
            throw new BadResponseException($"the note of the order is '{order.Note}', expected '{NoteOf(order.Note.Length)}'");
        }

        for (var index = verify ? 0 : Math.Max(0, order.LineCount - 1); index < order.LineCount; index++)
        {
            if (order.LineAt(index) is var line && line != LineOf(index))
            {
                throw new BadResponseException(string.Create(
                    CultureInfo.InvariantCulture, $"line {index} of the order is {line}, expected {LineOf(index)}"));
            }
        }
    }

    /// <summary>Is it the answer that was asked for?</summary>
    /// <exception cref="BadResponseException">It is not.</exception>
    public static void CheckAnswer(IOrder answer, long id, int contentBytes, bool verify)
    {
        if (SizeOf(answer) is var size && size != contentBytes)
        {
            throw new BadResponseException($"the response's content has {size} bytes, asked for were {contentBytes}");
        }

        if (answer.Id != id)
        {
            throw new BadResponseException($"the response is that to order {answer.Id}, sent was {id}");
        }

        Check(answer, verify);
    }
}

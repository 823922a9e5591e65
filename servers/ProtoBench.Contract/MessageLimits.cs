using System.Runtime.CompilerServices;

namespace ProtoBench.Contract;

/// <summary>Refuses what a protocol cannot carry before anything is sent.</summary>
internal static class MessageLimits
{
    /// <exception cref="ArgumentOutOfRangeException">The request or the response is larger than
    /// <paramref name="maximumBytes"/>.</exception>
    public static void Check(
        int requestBytes, int responseBytes, int maximumBytes,
        [CallerArgumentExpression(nameof(requestBytes))] string? request = null,
        [CallerArgumentExpression(nameof(responseBytes))] string? response = null)
    {
        if ((uint)requestBytes > (uint)maximumBytes)
        {
            throw TooLarge(request, requestBytes, maximumBytes);
        }

        if ((uint)responseBytes > (uint)maximumBytes)
        {
            throw TooLarge(response, responseBytes, maximumBytes);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">A message is empty or larger than <paramref name="maximumBytes"/>, or the total is
    /// negative.</exception>
    public static void Check(Transfer transfer, int maximumBytes)
    {
        if (transfer.MessageBytes <= 0 || transfer.MessageBytes > maximumBytes)
        {
            throw TooLarge(nameof(transfer), transfer.MessageBytes, maximumBytes);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(transfer.TotalBytes, nameof(transfer));
    }

    private static ArgumentOutOfRangeException TooLarge(string? name, int bytes, int maximumBytes) =>
        new(name, bytes, $"one message of this protocol carries at most {maximumBytes} bytes; ask for less or take another protocol");
}

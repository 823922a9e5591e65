using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Http;

/// <summary>What an <see cref="IEventRequestConnection"/> over HTTP asks for, whatever the version, and how the answer is read.</summary>
internal static class EventRequest
{
    /// <summary>What the path begins with.</summary>
    public const string Path = "/e/";

    public const string EventStream = "text/event-stream";

    public const string Whole = "application/octet-stream";

    // The message travels in the target in twice as many digits, and Kestrel takes a request line of 8 KiB (MaxRequestLineSize).
    private const int MostFirstBytes = 2 * 1024;

    /// <exception cref="ArgumentException">No application can have the name, or the message has no room in a target.</exception>
    public static string Target(string application, ReadOnlyMemory<byte> first)
    {
        ApplicationHost.Check(application);
        return first.Length > MostFirstBytes
            ? throw new ArgumentException($"a message of {first.Length} bytes has no room in a request's target, {MostFirstBytes} have")
            : $"{Path}{application}?q={Convert.ToHexStringLower(first.Span)}";
    }

    public static string Accept(AnswerForm form) => form == AnswerForm.EventStream ? EventStream : Whole;

    /// <returns>What was asked for.</returns>
    /// <exception cref="BadResponseException">The answer is something else.</exception>
    public static string Require(string asked, string? told) => string.Equals(asked, told, StringComparison.OrdinalIgnoreCase)
        ? asked
        : throw new BadResponseException(
            $"{asked} was asked for, and the answer {(told is null ? "does not say what it is" : $"is {told}")}");

    public static IMessageSource Read(IAnswerBytes answer, AnswerForm form) =>
        form == AnswerForm.EventStream ? new TextEventSource(answer) : new FramedMessageStream(answer) { OnlyReceives = true };
}

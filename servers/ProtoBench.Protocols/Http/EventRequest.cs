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

    public static string Target(string application, ReadOnlyMemory<byte> first)
    {
        ApplicationHost.Check(application);
        return $"{Path}{application}?q={Convert.ToHexStringLower(first.Span)}";
    }

    public static string Accept(AnswerForm form) => form == AnswerForm.EventStream ? EventStream : Whole;

    public static IMessageSource Read(IByteDuplex answer, AnswerForm form) =>
        form == AnswerForm.EventStream ? new TextEventSource(answer) : new FramedMessageStream(answer) { OnlyReceives = true };
}

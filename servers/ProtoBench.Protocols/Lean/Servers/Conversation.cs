namespace ProtoBench.Protocols.Lean.Servers;

/// <summary>What a lean server says to one connection's bytes. On its loop's thread only; no call waits or allocates.</summary>
internal abstract class Conversation
{
    /// <summary>The last answer is written, and nothing that still comes is looked at.</summary>
    public bool IsOver { get; protected set; }

    /// <summary>
    /// Takes what can be taken from the start of <paramref name="bytes"/> and writes its answers. What is left comes again, with what has
    /// come meanwhile behind it. Before each request it asks for <see cref="AnswerQueue.HasRoom"/>, and stops where there is none.
    /// </summary>
    /// <returns>How many bytes were taken.</returns>
    /// <exception cref="InvalidDataException">No client of this protocol says that; the connection is closed.</exception>
    /// <exception cref="ProtoBench.Contract.BadResponseException">A request's content is wrong; the connection is closed.</exception>
    public abstract int Take(ReadOnlySpan<byte> bytes, AnswerQueue answers);
}

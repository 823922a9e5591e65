namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>Kinds of frames (RFC 9113, 6).</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    Reset = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>Flags of frames; what they mean depends on the kind.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,
    Acknowledge = 1,
#pragma warning disable CA1069 // Two kinds of frames give one bit two meanings.
    EndStream = 1,
#pragma warning restore CA1069
    EndHeaders = 4,
    Padded = 8,
    Priority = 32,
}

internal static class FrameFlagsReading
{
    /// <summary>As Enum.HasFlag, which boxes both until the method is compiled for the last time.</summary>
    public static bool Has(this FrameFlags flags, FrameFlags flag) => (flags & flag) != 0;
}

/// <summary>Parameters of SETTINGS (RFC 9113, 6.5.2).</summary>
internal enum Setting : ushort
{
    HeaderTableSize = 1,
    EnablePush = 2,
    MaxConcurrentStreams = 3,
    InitialWindowSize = 4,
    MaxFrameSize = 5,
}

/// <summary>Who gets the frames of a connection.</summary>
internal interface IFrameReader
{
    /// <summary>A whole frame of any kind but DATA.</summary>
    void Frame(FrameType type, FrameFlags flags, int stream, ReadOnlySpan<byte> payload);

    /// <summary>A piece of DATA.</summary>
    /// <param name="stream">Whose.</param>
    /// <param name="piece">Content, possibly none.</param>
    /// <param name="counted">What flow control counts, padding included.</param>
    /// <param name="ends">Is that all of the stream?</param>
    void Data(int stream, ReadOnlySpan<byte> piece, int counted, bool ends);
}

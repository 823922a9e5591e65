using ProtoBench.Native;

namespace ProtoBench.Links.Native;

/// <summary>One end of the link: where packets of a namespace come out and go in. Both calls never block.</summary>
internal interface IPacketPort : IDisposable
{
    /// <summary>Becomes readable when a packet waits.</summary>
    int PollDescriptor { get; }

    /// <summary>Bytes in front of the IP header.</summary>
    int HeaderBytes { get; }

    /// <summary>Takes the next packet; 0 when there is none.</summary>
    /// <exception cref="IOException">The device is gone.</exception>
    int Receive(Span<byte> buffer);

    /// <summary>Hands a packet to the namespace; false when the kernel refused it.</summary>
    bool Send(ReadOnlySpan<byte> packet);

    /// <summary>Whether <see cref="Send(ReadOnlySpan{IoVector})"/> is possible.</summary>
    bool TakesTrains => false;

    /// <summary>
    /// Hands over what a <see cref="ProtoBench.Links.Native.SegmentTrain"/> has put together; false when the kernel refused it.
    /// </summary>
    bool Send(ReadOnlySpan<IoVector> train) => false;

    /// <summary>Packets the kernel dropped before this port could take them, so far.</summary>
    long OverflowDrops();
}
